import { createGroupCommit } from '../../group-commit.ts'
import { type DeliveryCommit, groupBounds, type ReceivedDelivery } from '../commit.ts'
import { createDeadlines } from '../deadlines.ts'
import type { Spool } from './spool.ts'

/**
 * Of a commit in Redis, and of one in the spool: all of the time while Redis is known to be away, the rest of it after
 * an attempt in Redis. The receiver responds within 300 ms; what is left is for the network.
 */
export const spoolDeadlines = {
  redisCommandMs: 120,
  redisMs: 130,
  spoolMs: 260,
  spoolAfterRedisMs: 130,
} as const

/** Redis was not asked, if the result came sooner. */
const atOnceMs = 10

export interface CommitOrSpoolOptions {
  readonly spool: Pick<Spool, 'store' | 'notReadyBecause'>
  /** Is told the number of deliveries that were added to the spool. */
  readonly onSpooled: (deliveries: number) => void
  readonly onRefused: () => void
}

/**
 * A commit that tries Redis, then the spool. It may store a delivery in both, when Redis takes it and does not say so
 * in time. The event is then recorded once, as its key is unique.
 */
export function commitOrSpool(
  inRedis: DeliveryCommit,
  { spool, onSpooled, onRefused }: CommitOrSpoolOptions,
): DeliveryCommit {
  // Without a pace: larger groups would gain nothing here.
  const group = createGroupCommit<ReceivedDelivery>({
    async commit(deliveries) {
      await spool.store(deliveries)
      onSpooled(deliveries.length)
    },
    ...groupBounds,
    failWaiting: true,
    byTurn: true,
  })
  const whole = createDeadlines(spoolDeadlines.spoolMs)
  const rest = createDeadlines(spoolDeadlines.spoolAfterRedisMs)
  return {
    async commit(delivery) {
      const started = performance.now()
      if (await inRedis.commit(delivery)) return true
      const deadlines = performance.now() - started < atOnceMs ? whole : rest
      const isSpooled = spool.notReadyBecause() === undefined && (await deadlines.isMet(group.add(delivery)))
      if (!isSpooled) onRefused()
      return isSpooled
    },
    async drain() {
      await inRedis.drain()
      await group.idle()
    },
  }
}
