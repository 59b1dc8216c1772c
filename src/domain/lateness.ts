import type { PageId } from './ids.ts'

/**
 * How far events of a Page come behind later ones: how long a turn should wait for an earlier one that may still be on its
 * way. Nothing while events come in order, whatever Facebook's own delay is.
 */
export interface Lateness {
  /**
   * An event is being recorded. Returns how long to wait before it is answered, in ms. `receivedAt`: when it reached us, whenever it
   * got here, as what is late by our own doing teaches nothing of Facebook.
   */
  seen(
    event: { readonly pageId: PageId; readonly ts: number; readonly receivedAt: number },
    now: number,
  ): number
  /** Another process saw it. */
  learn(pageId: PageId, disorder: Disorder): void
}

/** How far one event came behind, on one Page. */
export interface Disorder {
  readonly lateMs: number
  /** When it was seen, ms since the epoch. */
  readonly at: number
}

export interface LatenessOptions {
  /** Told of the worst of this minute so far. */
  readonly onDisorder?: (pageId: PageId, disorder: Disorder) => void
}

/** Below this, order is as good as the network's jitter. */
const jitterMs = 100
/** Later ones are retries of Facebook's, hours late perhaps: nobody waits for those. */
const mostMs = 3_000
/** Disorder is remembered for the minute in which it is seen, and the next. */
export const minuteMs = 60_000
const mostPages = 10_000

/** What reached us in the same moment came together. */
const momentMs = 50
const momentsKept = (2 * mostMs) / momentMs

/** Oldest and newest of the events that reached us in one moment. */
interface Moment {
  oldest: number
  newest: number
}

interface Front {
  /** By number, in any order. */
  readonly moments: Map<number, Moment>
  /** When its minute began, ms since the epoch. */
  since: number
  /** The worst of this minute, and of the one before. */
  late: number
  lateBefore: number
}

export function createLateness({ onDisorder }: LatenessOptions = {}): Lateness {
  const fronts = new Map<string, Front>()
  function frontOf(pageId: PageId, now: number): Front {
    if (fronts.size > mostPages) fronts.clear()
    const front = fronts.get(pageId) ?? { moments: new Map(), since: now, late: 0, lateBefore: 0 }
    fronts.set(pageId, front)
    const age = now - front.since
    if (age >= minuteMs) {
      front.lateBefore = age < 2 * minuteMs ? front.late : 0
      front.late = 0
      front.since = now
    }
    return front
  }
  /** How far behind the event came; and how far behind it others came, that reached us later and were seen here before it. */
  function comparedWith(moments: Front['moments'], { ts, receivedAt }: { ts: number; receivedAt: number }) {
    const own = Math.floor(receivedAt / momentMs)
    let behind = 0
    let othersBehind = 0
    for (const [number, { oldest, newest }] of moments) {
      if (number < own - momentsKept) moments.delete(number)
      else if (number < own) behind = Math.max(behind, newest - ts)
      else if (number > own) othersBehind = Math.max(othersBehind, ts - oldest)
    }
    const moment = moments.get(own)
    moments.set(own, {
      oldest: Math.min(ts, moment?.oldest ?? ts),
      newest: Math.max(ts, moment?.newest ?? ts),
    })
    return { behind, othersBehind }
  }

  return {
    seen({ pageId, ts, receivedAt }, now) {
      const front = frontOf(pageId, now)
      const { behind, othersBehind } = comparedWith(front.moments, { ts, receivedAt })
      for (const lateMs of [behind, othersBehind])
        if (lateMs > jitterMs && lateMs <= mostMs && lateMs > front.late) {
          front.late = lateMs
          onDisorder?.(pageId, { lateMs, at: now })
        }
      const worst = Math.max(front.late, front.lateBefore)
      if (worst === 0) return 0
      // The worst seen may not be the worst there is.
      return Math.max(0, Math.min(mostMs, worst * 1.5) - behind)
    },
    learn(pageId, { lateMs, at }) {
      const front = frontOf(pageId, at)
      front.late = Math.max(front.late, lateMs)
    },
  }
}
