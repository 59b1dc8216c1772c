import { printError } from '../command-line/terminal.ts'

export interface ProgressDisplay {
  /** `done` of a step. A line at most every `everyMs`. */
  tell(step: string, done: number): void
  end(): void
}

/** A line on standard error now and then, with the pace: `imported 120000, 8200/s`. */
export function showProgress(everyMs = 2_000): ProgressDisplay {
  let step = ''
  let at = performance.now()
  let before = 0
  return {
    tell(now, done) {
      const ms = performance.now() - at
      if (now === step && ms < everyMs) return
      if (now === step) printError(`${now} ${done}, ${Math.round(((done - before) * 1_000) / ms)}/s`)
      step = now
      at = performance.now()
      before = done
    },
    end() {
      step = ''
    },
  }
}
