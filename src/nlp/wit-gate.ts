/** When to leave wit.ai alone: it failed lately, or it was asked too often this minute. Its own throttling is then never met. */

export interface WitGate {
  /** Why not to ask now; undefined: ask, and tell how it went. */
  enter(now: number): 'resting' | 'rate_limit' | undefined
  succeeded(): void
  /** `throttled` rests at once, other failures after some in a row. */
  failed(now: number, how?: { readonly throttled: boolean }): void
}

export interface WitGateOptions {
  readonly perMinute?: number
  /** Failures in a row before it rests. */
  readonly failures?: number
  /** The first rest; each further one is twice as long, up to the longest. */
  readonly restMs?: number
  readonly longestRestMs?: number
}

const minuteMs = 60_000

export function createWitGate({
  perMinute = 200,
  failures = 5,
  restMs = 1000,
  longestRestMs = 60_000,
}: WitGateOptions = {}): WitGate {
  /** Calls that may still be made; fills up steadily. */
  let allowance = perMinute
  let filledAt = 0
  let inARow = 0
  let rests = 0
  let restsUntil = 0

  return {
    enter(now) {
      if (now < restsUntil) return 'resting'
      allowance = Math.min(perMinute, allowance + (Math.max(0, now - filledAt) * perMinute) / minuteMs)
      filledAt = now
      if (allowance < 1) return 'rate_limit'
      allowance--
      // After a rest one call tries; until it is answered the others still go past.
      if (rests > 0) restsUntil = now + restMs
      return undefined
    },
    succeeded() {
      inARow = 0
      rests = 0
      restsUntil = 0
    },
    failed(now, { throttled } = { throttled: false }) {
      inARow++
      if (!throttled && inARow < failures && rests === 0) return
      restsUntil = now + Math.min(longestRestMs, restMs * 2 ** Math.min(rests, 20))
      rests++
    },
  }
}
