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

/** The worst of the last minute, on one Page. */
export interface Disorder {
  readonly lateMs: number
  /** When it was seen, ms since the epoch. */
  readonly at: number
}

export interface LatenessOptions {
  /** Told of what is worse than all that was known, or seen again after a while. */
  readonly onDisorder?: (pageId: string, disorder: Disorder) => void
}

/** Below this, order is as good as the network's jitter. */
const jitterMs = 100
/** Later ones are retries of Facebook's, hours late perhaps: nobody waits for those. */
const mostMs = 3_000
/** Disorder is remembered for so long. */
export const memoryMs = 60_000
const mostPages = 10_000

interface Front {
  newest: number
  late: number
  lateSeenAt: number
}

export function createLateness({ onDisorder }: LatenessOptions = {}): Lateness {
  const fronts = new Map<string, Front>()
  function frontOf(pageId: string, now: number): Front {
    if (fronts.size > mostPages) fronts.clear()
    const front = fronts.get(pageId) ?? { newest: -Infinity, late: 0, lateSeenAt: 0 }
    fronts.set(pageId, front)
    if (now - front.lateSeenAt > memoryMs) front.late = 0
    return front
  }
  return {
    seen({ pageId, ts, newest }, now) {
      const front = frontOf(pageId, now)
      const behind = Math.max(front.newest, newest) - ts
      if (behind > jitterMs && behind <= mostMs && behind >= front.late) {
        front.late = behind
        front.lateSeenAt = now
        onDisorder?.(pageId, { lateMs: behind, at: now })
      }
      front.newest = Math.max(front.newest, ts)
      if (front.late === 0) return 0
      // The worst seen may not be the worst there is.
      const wait = Math.min(mostMs, front.late * 1.5) - Math.max(0, behind)
      return Math.max(0, wait)
    },
    learn(pageId, { lateMs, at }) {
      const front = frontOf(pageId, at)
      if (lateMs < front.late) return
      front.late = lateMs
      front.lateSeenAt = Math.max(front.lateSeenAt, at)
    },
  }
}
