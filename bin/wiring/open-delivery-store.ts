import type { Redis } from 'ioredis'
import { hop } from '../../queues/define-queue.ts'
import { createGathering } from '../../queues/gather.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import type { StoreWatch } from '../../queues/store-watch.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import type { StoreDeliveries } from '../../src/receiver/commit.ts'

/** Deliveries become jobs of the parse queue, on disk in Redis. */
export interface DeliveryStore {
  /** Those that Facebook sent just now. The caller waits for one call before the next. */
  readonly addLive: StoreDeliveries
  /** Those of the spool. They never join a job of live ones, which would count as old then. */
  readonly addOld: StoreDeliveries
  close(): Promise<void>
}

export function openDeliveryStore(
  redis: Redis,
  {
    prefix,
    watch,
  }: {
    readonly prefix: string
    readonly watch: Pick<StoreWatch, 'notReadyBecause' | 'adding' | 'suspect' | 'stored'>
  },
): DeliveryStore {
  const publisher = createPublisher(redis, prefix)
  const gathering = createGathering(redis, { prefix })

  function guarded(add: (read: ReturnType<typeof readAll>) => Promise<void>): StoreDeliveries {
    return async (deliveries) => {
      // Deliveries may have waited for the commit before theirs, and Redis is full by now.
      const notReady = watch.notReadyBecause()
      if (notReady !== undefined) throw new Error(notReady)
      watch.adding(deliveries.reduce((bytes, { body }) => bytes + body.length, 0))
      try {
        await add(readAll(deliveries))
        watch.stored()
      } catch (error) {
        watch.suspect(error)
        throw error
      }
    }
  }

  const publish = (read: ReturnType<typeof readAll>): Promise<void> =>
    publisher.publish([hop(parseQueue, createParseJob(read))])
  return {
    addLive: guarded((read) =>
      read.every(({ threadEvents }) => threadEvents.length === 0) ? gathering.add(read) : publish(read),
    ),
    addOld: guarded(publish),
    async close() {
      await publisher.close()
      await gathering.close()
    },
  }
}

function readAll(deliveries: Parameters<StoreDeliveries>[0]) {
  return deliveries.map((delivery) => ({ ...delivery, threadEvents: threadEventsOf(delivery.body) }))
}
