import { setTimeout as pause } from 'node:timers/promises'
import { GraphRateLimitedError } from '../../errors.ts'

/**
 * Makes a call that follows another one of the same act. Where it has to wait for its place in the rate of a Page, it waits
 * here, for less than `withinMs` in all: the act would begin anew, and its first call take that place, without end. Throws
 * the Graph errors.
 */
export async function inItsPlace<Value>(call: () => Promise<Value>, withinMs: number): Promise<Value> {
  for (let leftMs = withinMs; ;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof GraphRateLimitedError) || error.retryAfterMs >= leftMs) throw error
      leftMs -= error.retryAfterMs
      await pause(error.retryAfterMs)
    }
  }
}
