/** Which Pages must wait before a call: holds from MySQL, rates and paces counted in Redis, for all workers together. */
import type { Redis } from 'ioredis'
import type { GraphLane } from '../facebook/graph/graph-call.ts'
import {
  concerns,
  type Hold,
  type HoldReason,
  type PageGate,
  type UsageGate,
} from '../facebook/graph/page-gate.ts'
import { pagePauses, pageRates } from '../facebook/page-rates.ts'
import { createPagePaces } from './page-paces.ts'

/** Holds of Pages, kept in the database for all workers (`src/db/pages/page-pauses.ts`). */
export interface KeptHolds {
  find(pageId: string, now: number): Promise<(Omit<Hold, 'reason'> & { readonly reason: string }) | undefined>
  hold(pageId: string, hold: Hold): Promise<void>
}

export interface PageGateOptions {
  readonly holds: KeptHolds
  readonly redis: Redis
  readonly prefix: string
  readonly now?: () => number
  /** Redis is waited for so long: a claimed message must not be kept beyond its deadline by a Redis that hangs. */
  readonly patienceMs?: number
}

export function createPageGate({
  holds,
  redis,
  prefix,
  now = Date.now,
  patienceMs = 1_000,
}: PageGateOptions): PageGate & UsageGate {
  const paces = createPagePaces({ redis, prefix, now })
  async function counted(pageId: string, lane: GraphLane): Promise<Hold | undefined> {
    const isCourtesy = lane === 'courtesies'
    const betweenMs = pagePauses[lane]
    const name = isCourtesy ? 'messages' : lane // they are calls of the Send API, too
    const rate = pageRates[name]
    const untilMs = await paces.take(pageId, {
      isCourtesy,
      lane: betweenMs === undefined ? undefined : { name: lane, betweenMs },
      rate: rate && { name, ...rate },
    })
    return untilMs === undefined ? undefined : { untilMs, reason: 'near_limit' }
  }

  return {
    async heldUntil(pageId, call) {
      const held = (await holds.find('*', now())) ?? (await holds.find(pageId, now()))
      if (held !== undefined && concerns(held, call)) return { ...held, reason: held.reason as HoldReason }
      return await within(patienceMs, counted(pageId, call.lane))
    },
    hold: (pageId, hold) => holds.hold(pageId, hold),
    slow: (pageId, pace) => within(patienceMs, paces.set(pageId, pace)),
  }
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
