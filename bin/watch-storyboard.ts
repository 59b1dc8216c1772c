import { statSync } from 'node:fs'
import { loadStoryboard } from '../src/storyboard/load.ts'
import type { LoadedStoryboard } from '../src/storyboard/storyboard.ts'
import type { Logger } from '../src/telemetry/log.ts'

const lookEveryMs = 2_000

/**
 * The storyboard of this file, and its newer versions as they are saved. A broken one never replaces a working one: at the start
 * it throws StoryboardError, later the old one stays and the log says why.
 */
export function watchStoryboard(file: string, log: Logger): { current(): LoadedStoryboard; stop(): void } {
  let storyboard = loadStoryboard(file)
  let seen = statSync(file).mtimeMs
  const timer = setInterval(() => {
    try {
      const { mtimeMs } = statSync(file)
      if (mtimeMs === seen) return
      seen = mtimeMs
      const next = loadStoryboard(file)
      if (next.version === storyboard.version) return
      storyboard = next
      log.info({ name: next.name, version: next.version }, 'the storyboard is a new one')
    } catch (error) {
      log.error(
        { problem: error instanceof Error ? error.message : 'unknown' },
        'the storyboard on disk is not usable: the old one goes on',
      )
    }
  }, lookEveryMs).unref()
  return { current: () => storyboard, stop: () => clearInterval(timer) }
}
