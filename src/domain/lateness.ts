import type { PageEvent } from './event.ts'
import type { PageId } from './ids.ts'

/**
 * How late events of a Page arrive after newer ones. A turn waits as long for an earlier one that may still be on its
 * way. It does not wait while events arrive in order, however slow Facebook is.
 */
export interface Lateness {
  /**
   * Records that an event arrived. Returns how long its turn should wait, ms. `receivedAt` is when the webhook
   * arrived: delays inside Pagebeat say nothing about Facebook.
   */
  seen(
    event: { readonly pageId: PageId; readonly ts: number; readonly receivedAt: number },
    now: number,
  ): number
  /** Another process measured it. */
  learn(pageId: PageId, disorder: Disorder): void
}

/** How late one event of a Page was. */
export interface Disorder {
  readonly lateMs: number
  /** When it was seen, ms since the epoch. */
  readonly at: number
}

export interface LatenessOptions {
  /** Gets the greatest lateness of this minute so far. */
  readonly onDisorder?: (pageId: PageId, disorder: Disorder) => void
}

/** A smaller difference is jitter of the network. */
const jitterMs = 100
/** A later event is a redelivery, possibly by hours. No turn waits for those. */
const mostMs = 3_000
/** Lateness counts in the minute in which it was measured, and in the next one. */
export const minuteMs = 60_000
const mostPages = 10_000

/** Events that arrived within one moment count as simultaneous. */
const momentMs = 50
const momentsKept = (2 * mostMs) / momentMs

/** The oldest and the newest event of one moment. */
interface Moment {
  oldest: number
  newest: number
}

interface Front {
  /** Moments by their number, in any order. */
  readonly moments: Map<number, Moment>
  /** When its minute began, ms since the epoch. */
  since: number
  /** The greatest lateness of this minute, and of the minute before. */
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
  /**
   * How late this event is, and how late it shows others to be: those that arrived after it but were seen here before
   * it.
   */
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
      // the greatest lateness seen so far may be exceeded
      return Math.max(0, Math.min(mostMs, worst * 1.5) - behind)
    },
    learn(pageId, { lateMs, at }) {
      const front = frontOf(pageId, at)
      front.late = Math.max(front.late, lateMs)
    },
  }
}

/**
 * How long a turn waits for earlier ones, ms. Times of the feed are whole seconds: they tell no order, and have no
 * arrival.
 */
export function waitFor({ pageId, ts, receivedAt }: PageEvent, lateness: Lateness, now: number): number {
  return receivedAt === undefined ? 0 : lateness.seen({ pageId, ts, receivedAt }, now)
}
