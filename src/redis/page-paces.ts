/**
 * Keeps a pause between two calls of a Page that is near its limit, counted in Redis for all workers. A call that
 * comes too early is told when to come again, each one a pause later than the one before. So waiting calls do not
 * come all at once.
 */
import type { Redis } from 'ioredis'
import type { PageId } from '../domain/ids.ts'
import { scriptOf } from './run-script.ts'
import { everyPage, feedOf } from '../facebook/graph/page-gate.ts'

export interface PagePaces {
  /** Until `untilMs` (ms since the epoch) there are at least `betweenMs` between two calls of the Page. */
  set(pageId: PageId, pace: { readonly betweenMs: number; readonly untilMs: number }): Promise<void>
  /** Undefined: the call may be made, and is counted. Else the time to try again, ms since the epoch. */
  take(pageId: PageId, call?: PacedCall): Promise<number | undefined>
}

export interface PacedCall {
  /** A courtesy call is refused while the Page is paced, and takes no place. */
  readonly isCourtesy?: boolean
  /** The call keeps the pace of the feed too (`feedOf`), and may be told to come later than others. */
  readonly isOnFeed?: boolean
  /** Calls of this lane always have this pause between them. */
  readonly lane?: { readonly name: string; readonly betweenMs: number } | undefined
  /** The most calls of the Page in `duration` seconds is `points`, counted under this name. */
  readonly rate?: { readonly name: string; readonly points: number; readonly duration: number } | undefined
}

/** No call of a paced Page is told to come later than this. */
const longestMs = 10_000
const longestOnFeedMs = 60_000

/** Scripts and their arguments: take-pace.lua, set-pace.lua. */
const takePace = scriptOf(new URL('./take-pace.lua', import.meta.url))
const setPace = scriptOf(new URL('./set-pace.lua', import.meta.url))

export function createPagePaces({
  redis,
  prefix,
  now,
}: {
  readonly redis: Pick<Redis, 'eval' | 'evalsha'>
  readonly prefix: string
  readonly now: () => number
}): PagePaces {
  const keyOf = (pageId: string): string => `${prefix}:pace:${pageId}`
  return {
    async set(pageId, { betweenMs, untilMs }) {
      const times = [now(), betweenMs, untilMs].map((ms) => Math.round(ms))
      await setPace(redis, [keyOf(pageId)], times)
    },
    async take(pageId, { isCourtesy = false, isOnFeed = false, lane, rate } = {}) {
      const paces: readonly (readonly [key: string, alwaysMs: number])[] = [
        [keyOf(pageId), 0],
        [keyOf(everyPage), 0],
        ...(isOnFeed ? [[keyOf(feedOf(pageId)), 0] as const] : []),
        ...(lane === undefined ? [] : [[keyOf(`${pageId}:${lane.name}`), lane.betweenMs] as const]),
      ]
      const come = await takePace(
        redis,
        [`${prefix}:rate:${rate?.name ?? ''}:${pageId}`, ...paces.map(([key]) => key)],
        [
          Math.round(now()),
          isCourtesy ? 1 : 0,
          isOnFeed ? longestOnFeedMs : longestMs,
          rate?.points ?? 0,
          (rate?.duration ?? 0) * 1_000,
          ...paces.map(([, alwaysMs]) => alwaysMs),
        ],
      )
      return Number(come) === 0 ? undefined : Number(come)
    },
  }
}
