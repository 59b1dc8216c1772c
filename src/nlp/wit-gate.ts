/** When to leave wit.ai alone: it failed lately, or it was asked too often this minute. Its own throttling is then never met. */

export interface WitGate {
  /** Why not to ask now; undefined: ask, and tell how it went. */
  enter(now: number): 'resting' | 'rate_limit' | undefined
  succeeded(): void
  /**
   * `throttled` rests at once, other failures after some in a row. A call that was under way already when the rest began
   * (`enteredAt`, ms; left out: now) says nothing new.
   */
  failed(now: number, how?: { readonly throttled: boolean; readonly enteredAt?: number }): void
}

export interface WitGateOptions {
  /** Of this process; wit.ai counts all that use the token. */
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
  /** When the calls of the last minute were made, the oldest first: wit.ai counts any minute, not those of the clock. */
  let entered: readonly number[] = []
  let inARow = 0
  let rests = 0
  let restsUntil = 0
  let restBeganAt = -Infinity
  let isProbing = false

  return {
    enter(now) {
      // After a rest one call tries; until it is answered the others still go past.
      if (now < restsUntil || isProbing) return 'resting'
      // A clock that was set back must not close the gate for longer.
      entered = entered.filter((at) => at <= now && now - at < minuteMs)
      if (entered.length >= perMinute) return 'rate_limit'
      entered = [...entered, now]
      isProbing = rests > 0
      return undefined
    },
    succeeded() {
      inARow = 0
      rests = 0
      restsUntil = 0
      isProbing = false
    },
    failed(now, { throttled, enteredAt = now } = { throttled: false }) {
      if (enteredAt <= restBeganAt) return
      inARow++
      if (!throttled && inARow < failures && rests === 0) return
      isProbing = false
      restBeganAt = now
      restsUntil = now + Math.min(longestRestMs, restMs * 2 ** Math.min(rests, 20))
      rests++
    },
  }
}
