/** The gate of Page calls for all workers: pauses from MySQL, rates and paces from Redis. */
import type { Redis } from 'ioredis'
import type { PageId } from '../domain/ids.ts'
import type { PagePause } from '../domain/page-pause.ts'
import { type GraphLane, isOnFeed } from '../facebook/graph/graph-call.ts'
import { concerns, everyPage, type PageGate, type UsageGate } from '../facebook/graph/page-gate.ts'
import { laneSpacingMs, pageRates } from '../facebook/page-rates.ts'
import { within } from '../within.ts'
import { createPagePaces } from './page-paces.ts'

/** Pauses of Pages, stored in MySQL for all workers (`src/db/pages/page-pauses.ts`). */
export interface KeptPauses {
  find(pageId: PageId, now: number): Promise<PagePause | undefined>
  pause(pageId: PageId, pause: PagePause): Promise<void>
}

export interface PageGateOptions {
  readonly pauses: KeptPauses
  readonly redis: Redis
  readonly prefix: string
  readonly now?: () => number
  /** The longest wait for Redis, ms. A claimed message must not miss its deadline because Redis hangs. */
  readonly patienceMs?: number
}

const noResponse = 'no response from Redis'

export function createPageGate({
  pauses,
  redis,
  prefix,
  now = Date.now,
  patienceMs = 1_000,
}: PageGateOptions): PageGate & UsageGate {
  const paces = createPagePaces({ redis, prefix, now })
  async function counted(pageId: PageId, lane: GraphLane): Promise<PagePause | undefined> {
    const isCourtesy = lane === 'courtesies'
    const betweenMs = laneSpacingMs[lane]
    const name = isCourtesy ? 'messages' : lane // they are calls of the Send API too
    const rate = pageRates[name]
    const untilMs = await paces.take(pageId, {
      isCourtesy,
      isOnFeed: isOnFeed(lane),
      lane: betweenMs === undefined ? undefined : { name: lane, betweenMs },
      rate: rate && { name, ...rate },
    })
    return untilMs === undefined ? undefined : { untilMs, reason: 'near_limit', isPlace: true }
  }

  return {
    async pausedUntil(pageId, call) {
      const pause = (await pauses.find(everyPage, now())) ?? (await pauses.find(pageId, now()))
      if (pause !== undefined && concerns(pause, call)) return pause
      return await within(patienceMs, counted(pageId, call.lane), noResponse)
    },
    pause: (pageId, pause) => pauses.pause(pageId, pause),
    slow: (pageId, pace) => within(patienceMs, paces.set(pageId, pace), noResponse),
  }
}
