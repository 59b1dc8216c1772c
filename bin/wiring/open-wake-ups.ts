/** Wakes the workers of a conversation after an act of an agent. */
import { producerConnection } from '../../queues/connection.ts'
import { hop } from '../../queues/define-queue.ts'
import { createPublisher } from '../../queues/publish.ts'
import { respondQueue } from '../../queues/respond.ts'
import type { WakeUpOf } from '../../src/db/conversation/wake-ups.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export interface OpenWakeUps {
  /** Throws the error of Redis: then the sweeper of a worker wakes the conversation. */
  wake(of: WakeUpOf): Promise<void>
  close(): Promise<void>
}

/** Undefined: REDIS_URL is not set, and the sweepers of the workers wake conversations. */
export function openWakeUps(
  { REDIS_URL, PAGEBEAT_QUEUE_PREFIX }: { REDIS_URL: string | undefined; PAGEBEAT_QUEUE_PREFIX: string },
  log: Logger,
): OpenWakeUps | undefined {
  if (REDIS_URL === undefined) return undefined
  const redis = producerConnection(REDIS_URL, { commandTimeoutMs: 1_000, report: logRedisTrouble({ log }) })
  const publisher = createPublisher(redis, PAGEBEAT_QUEUE_PREFIX)
  return {
    wake: async (of) => await publisher.publish([hop(respondQueue, { v: 1, ...of, ts: Date.now() })]),
    async close() {
      await publisher.close()
      redis.disconnect()
    },
  }
}
