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
}

/** Below this, order is as good as the network's jitter. */
const jitterMs = 100
/** Later ones are retries of Facebook's, hours late perhaps: nobody waits for those. */
const mostMs = 3_000
/** Disorder is remembered for so long. */
const memoryMs = 60_000
const mostPages = 10_000

interface Front {
  newest: number
  late: number
  lateSeenAt: number
}

export function createLateness(): Lateness {
  const fronts = new Map<string, Front>()
  return {
    seen({ pageId, ts, newest }, now) {
      if (fronts.size > mostPages) fronts.clear()
      const front = fronts.get(pageId) ?? { newest: ts, late: 0, lateSeenAt: 0 }
      fronts.set(pageId, front)
      const behind = Math.max(front.newest, newest) - ts
      if (now - front.lateSeenAt > memoryMs) front.late = 0
      if (behind > jitterMs && behind <= mostMs && behind >= front.late) {
        front.late = behind
        front.lateSeenAt = now
      }
      front.newest = Math.max(front.newest, ts)
      if (front.late === 0) return 0
      // The worst seen may not be the worst there is.
      const wait = Math.min(mostMs, front.late * 1.5) - Math.max(0, behind)
      return Math.max(0, wait)
    },
  }
}
