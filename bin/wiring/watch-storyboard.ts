import { statSync } from 'node:fs'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Learn } from './learn.ts'

const lookEveryMs = 2_000

/** What is used of the log. */
export interface WatchLog {
  info(about: { readonly name: string; readonly version: string }, message: string): void
  error(about: { readonly problem: string }, message: string): void
}

export interface WatchedStoryboard {
  current(): LoadedStoryboard
  /** Whether there is a newer version; also asked every two seconds. Never throws. */
  look(): void
  stop(): void
}

/**
 * The storyboard of this file, and its newer versions as they are saved. One that is broken, or cannot be learned, never replaces
 * a working one: at the start it throws StoryboardError or what Learn throws, later the old one stays and the log says why.
 */
export function watchStoryboard(
  file: string,
  { learn, log }: { readonly learn: Learn; readonly log: WatchLog },
): WatchedStoryboard {
  let seen = statSync(file).mtimeMs
  let storyboard = loadStoryboard(file)
  learn(storyboard.examples)

  function look(): void {
    try {
      const { mtimeMs } = statSync(file)
      if (mtimeMs === seen) return
      seen = mtimeMs
      const next = loadStoryboard(file)
      if (next.version === storyboard.version) return
      learn(next.examples)
      storyboard = next
      log.info({ name: next.name, version: next.version }, 'the storyboard is a new one')
    } catch (error) {
      log.error(
        { problem: error instanceof Error ? error.message : 'unknown' },
        'the storyboard on disk is not usable: the old one goes on',
      )
    }
  }

  const timer = setInterval(look, lookEveryMs).unref()
  return { current: () => storyboard, look, stop: () => clearInterval(timer) }
}
