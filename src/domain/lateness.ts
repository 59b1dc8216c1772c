/**
 * How far events of a Page come behind later ones: how long a turn should wait for an earlier one that may still be on its
 * way. Nothing while events come in order, whatever Facebook's own delay is.
 */
export interface Lateness {
  /**
   * An event came now. Returns how long to wait before it is answered, in ms. `newest`: the time of the newest event of its
   * conversation, whichever process recorded that.
   */
  seen(event: { readonly pageId: string; readonly ts: number; readonly newest: number }, now: number): number
  /** Another process saw it. */
  learn(pageId: string, disorder: Disorder): void
}

/** How far one event came behind, on one Page. */
export interface Disorder {
  readonly lateMs: number
  /** When it was seen, ms since the epoch. */
  readonly at: number
}

export interface LatenessOptions {
  /** Told of the worst of this minute so far. */
  readonly onDisorder?: (pageId: string, disorder: Disorder) => void
}

/** Below this, order is as good as the network's jitter. */
const jitterMs = 100
/** Later ones are retries of Facebook's, hours late perhaps: nobody waits for those. */
const mostMs = 3_000
/** Disorder is remembered for the minute in which it is seen, and the next. */
export const minuteMs = 60_000
const mostPages = 10_000

interface Front {
  newest: number
  /** When its minute began, ms since the epoch. */
  since: number
  /** The worst of this minute, and of the one before. */
  late: number
  lateBefore: number
}

export function createLateness({ onDisorder }: LatenessOptions = {}): Lateness {
  const fronts = new Map<string, Front>()
  function frontOf(pageId: string, now: number): Front {
    if (fronts.size > mostPages) fronts.clear()
    const front = fronts.get(pageId) ?? { newest: -Infinity, since: now, late: 0, lateBefore: 0 }
    fronts.set(pageId, front)
    const age = now - front.since
    if (age >= minuteMs) {
      front.lateBefore = age < 2 * minuteMs ? front.late : 0
      front.late = 0
      front.since = now
    }
    return front
  }
  return {
    seen({ pageId, ts, newest }, now) {
      const front = frontOf(pageId, now)
      const behind = Math.max(front.newest, newest) - ts
      if (behind > jitterMs && behind <= mostMs && behind > front.late) {
        front.late = behind
        onDisorder?.(pageId, { lateMs: behind, at: now })
      }
      front.newest = Math.max(front.newest, ts)
      const worst = Math.max(front.late, front.lateBefore)
      if (worst === 0) return 0
      // The worst seen may not be the worst there is.
      const wait = Math.min(mostMs, worst * 1.5) - Math.max(0, behind)
      return Math.max(0, wait)
    },
    learn(pageId, { lateMs, at }) {
      const front = frontOf(pageId, at)
      front.late = Math.max(front.late, lateMs)
    },
  }
}
