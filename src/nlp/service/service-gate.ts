/**
 * Decides whether a service may be asked now: not while the breaker is open, not before the time that the service
 * named, and not more often than allowed. So the service's own rate limit is never reached.
 */
import { type BreakerOptions, createBreaker, type Pass } from '../../breaker.ts'

export interface ServiceGateOptions extends BreakerOptions {
  /** Calls of this process. The service counts the calls of all processes that use the token. */
  readonly perMinute?: number
}

/** A pass for one call, or why there is none. */
export type ServiceEntry = Pass | 'resting' | 'rate_limit'

export interface ServiceGate {
  enter(): ServiceEntry
  /** No call for this time, five minutes at most. */
  restFor(ms: number): void
}

const minuteMs = 60_000
const longestRestMs = 300_000

export function createServiceGate({
  perMinute = 200,
  now = Date.now,
  ...options
}: ServiceGateOptions = {}): ServiceGate {
  const breaker = createBreaker({ openAfter: 5, openMs: 1_000, longestOpenMs: 60_000, now, ...options })
  /** Times of the calls of the last minute, oldest first. Services count any minute, not only those of the clock. */
  let entered: readonly number[] = []
  let restsUntil = -Infinity

  return {
    enter() {
      const at = now()
      // A clock that was set back must not close the gate for longer.
      if (at < restsUntil && restsUntil - at <= longestRestMs) return 'resting'
      const pass = breaker.enter()
      if (pass === undefined) return 'resting'
      entered = entered.filter((before) => before <= at && at - before < minuteMs)
      if (entered.length >= perMinute) {
        pass.unjudged()
        return 'rate_limit'
      }
      entered = [...entered, at]
      return pass
    },
    restFor(ms) {
      restsUntil = Math.max(restsUntil, now() + Math.min(ms, longestRestMs))
    },
  }
}
