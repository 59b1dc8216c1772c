import { statSync } from 'node:fs'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Learn } from './learn.ts'

const checkEveryMs = 2_000

/** The part of the log that is used here. */
export interface WatchLog {
  info(about: { readonly name: string; readonly version: string }, message: string): void
  error(about: { readonly problem: string }, message: string): void
}

export interface WatchedStoryboard {
  current(): LoadedStoryboard
  /** Loads the file if it has changed; runs every two seconds by itself. Never throws. */
  check(): void
  stop(): void
}

/**
 * The storyboard of this file; a saved change is loaded. At the start a broken file throws StoryboardError, or the
 * error of Learn. A file that breaks later does not replace the loaded storyboard: the log says why.
 */
export function watchStoryboard(
  file: string,
  { learn, log }: { readonly learn: Learn; readonly log: WatchLog },
): WatchedStoryboard {
  let loadedMtimeMs = statSync(file).mtimeMs
  let storyboard = loadStoryboard(file)
  learn(storyboard.examples)

  function check(): void {
    try {
      const { mtimeMs } = statSync(file)
      if (mtimeMs === loadedMtimeMs) return
      loadedMtimeMs = mtimeMs
      const next = loadStoryboard(file)
      if (next.version === storyboard.version) return
      learn(next.examples)
      storyboard = next
      log.info({ name: next.name, version: next.version }, 'loaded the new version of the storyboard')
    } catch (error) {
      log.error(
        { problem: error instanceof Error ? error.message : 'unknown' },
        'cannot use the new version of the storyboard: the loaded one stays in use',
      )
    }
  }

  const timer = setInterval(check, checkEveryMs).unref()
  return { current: () => storyboard, check, stop: () => clearInterval(timer) }
}
