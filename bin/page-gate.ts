/** Which Pages must wait before a call: holds from MySQL, Facebook's published rates counted in Redis, for all workers together. */
import type { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { PageHolds } from '../src/db/page-holds.ts'
import type { GraphLane } from '../src/facebook/graph/graph-call.ts'
import type { Hold, HoldReason, PageGate, UsageGate } from '../src/facebook/graph/page-gate.ts'

/** Calls of one Page: `points` in `duration` seconds. Source: platform facts 7; comments are our own caution. */
export const pageRates: Readonly<Partial<Record<GraphLane, { points: number; duration: number }>>> = {
  messages: { points: 300, duration: 1 },
  private_replies: { points: 750, duration: 3_600 },
  comments: { points: 30, duration: 60 },
  conversations: { points: 2, duration: 1 },
}

export interface PageGateOptions {
  readonly holds: PageHolds
  readonly redis: Redis
  readonly prefix: string
  readonly now?: () => number
}

export function createPageGate({
  holds,
  redis,
  prefix,
  now = Date.now,
}: PageGateOptions): PageGate & UsageGate {
  const limiters = new Map(
    Object.entries(pageRates).map(([lane, rate]) => [
      lane,
      new RateLimiterRedis({ storeClient: redis, keyPrefix: `${prefix}:rate:${lane}`, ...rate }),
    ]),
  )

  async function paced(pageId: string, lane: GraphLane): Promise<Hold | undefined> {
    try {
      await limiters.get(lane)?.consume(pageId)
      return undefined
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      return { untilMs: now() + refusal.msBeforeNext, reason: 'near_limit' }
    }
  }

  return {
    async heldUntil(pageId, lane) {
      const held = (await holds.find('*', now())) ?? (await holds.find(pageId, now()))
      return held === undefined ? await paced(pageId, lane) : { ...held, reason: held.reason as HoldReason }
    },
    hold: (pageId, hold) => holds.hold(pageId, hold),
    async slow(pageId, { betweenMs, untilMs }) {
      const shortly = Math.min(untilMs, now() + betweenMs)
      await holds.hold(pageId, { untilMs: shortly, reason: 'near_limit' })
    },
  }
}
