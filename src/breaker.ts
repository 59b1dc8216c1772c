/**
 * Stops calls to a service that does not respond, so that work waits in its queue and not in sockets. After `openAfter` failures in
 * a row the breaker opens: no call is made for `openMs`. Then one call is made first, as a trial. If it succeeds the breaker
 * closes; if it fails the breaker stays open, each time twice as long, up to `longestOpenMs`.
 */
import { backoffMs } from './backoff.ts'

export interface BreakerOptions {
  /** Failures in a row. */
  readonly openAfter?: number
  readonly openMs?: number
  /** Left out: `openMs`, so that every time is as long as the first. */
  readonly longestOpenMs?: number
  readonly now?: () => number
  readonly onChange?: (state: 'open' | 'closed') => void
}

/** One call that may be made. Tell how it ended by exactly one of the three. */
export interface Pass {
  succeeded(): void
  /** `opensAtOnce`: the service asked for it, so one failure is enough. */
  failed(how?: { readonly opensAtOnce: boolean }): void
  /** The end says nothing about the service. If it was the trial, the next call is one. */
  unjudged(): void
}

export interface Breaker {
  /** Undefined: make no call now. */
  enter(): Pass | undefined
  /** How long the breaker stays open, ms; 0 while it is closed or waits for its trial. */
  openForMs(): number
}

export function createBreaker({
  openAfter = 5,
  openMs = 5_000,
  longestOpenMs = openMs,
  now = Date.now,
  onChange = () => {},
}: BreakerOptions = {}): Breaker {
  let failures = 0
  /** Times it opened since the last success; 0: it is closed. */
  let openings = 0
  let openedAt = -Infinity
  let openUntil = 0
  let isTrying = false

  function open(): void {
    openings++
    openedAt = now()
    openUntil = openedAt + backoffMs(openings, { firstMs: openMs, longestMs: longestOpenMs })
    if (openings === 1) onChange('open')
  }

  function close(): void {
    failures = 0
    if (openings > 0) onChange('closed')
    openings = 0
  }

  return {
    enter() {
      const isTrial = openings > 0
      if (isTrial && (isTrying || now() < openUntil)) return undefined
      const enteredAt = now()
      if (isTrial) isTrying = true
      const end = () => {
        if (isTrial) isTrying = false
      }
      return {
        succeeded() {
          end()
          close()
        },
        failed({ opensAtOnce } = { opensAtOnce: false }) {
          end()
          // A call that was under way when the breaker opened says nothing new.
          if (!isTrial && enteredAt <= openedAt) return
          failures++
          if (isTrial || opensAtOnce || failures >= openAfter) open()
        },
        unjudged: end,
      }
    },
    openForMs: () => (openings > 0 ? Math.max(0, openUntil - now()) : 0),
  }
}
