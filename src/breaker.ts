/**
 * Stops calls to a service that does not respond, so that work waits in its queue and not in sockets. After
 * `openAfter` failures in a row the breaker opens, and no call is made for `openMs`. Then a single call is the trial.
 * If it succeeds, the breaker closes. If it fails, the breaker opens again, each time for twice as long, up to
 * `longestOpenMs`.
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

/** A call that may be made. Call exactly one of the three when it has ended. */
export interface Pass {
  succeeded(): void
  /** `opensAtOnce`: the service asked for a rest, so one failure opens the breaker. */
  failed(how?: { readonly opensAtOnce: boolean }): void
  /** The end of the call says nothing about the service. After a trial, the next call is the trial. */
  unjudged(): void
}

export interface Breaker {
  /** Undefined: make no call now. */
  enter(): Pass | undefined
  /** How long the breaker stays open, ms; 0 while it is closed or its trial may be made. */
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
  /** How often it opened since the last success; 0 while it is closed. */
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
