/**
 * Decides whether wit.ai may be asked now: not while the breaker is open, and not more often than allowed. So
 * wit.ai's own rate limit is never reached.
 */
import { type BreakerOptions, createBreaker, type Pass } from '../breaker.ts'

export interface WitGateOptions extends BreakerOptions {
  /** Calls of this process; wit.ai counts the calls of all processes that use the token. */
  readonly perMinute?: number
}

/** A pass for one call, or why there is none. */
export type WitEntry = Pass | 'resting' | 'rate_limit'

const minuteMs = 60_000

export function createWitGate({ perMinute = 200, now = Date.now, ...options }: WitGateOptions = {}): {
  enter(): WitEntry
} {
  const breaker = createBreaker({ openAfter: 5, openMs: 1_000, longestOpenMs: 60_000, now, ...options })
  /** Times of the calls of the last minute, oldest first. wit.ai counts any minute, not only those of the clock. */
  let entered: readonly number[] = []

  return {
    enter() {
      const pass = breaker.enter()
      if (pass === undefined) return 'resting'
      const at = now()
      // A clock that was set back must not close the gate for longer.
      entered = entered.filter((before) => before <= at && at - before < minuteMs)
      if (entered.length >= perMinute) {
        pass.unjudged()
        return 'rate_limit'
      }
      entered = [...entered, at]
      return pass
    },
  }
}
