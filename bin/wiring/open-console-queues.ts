/** What the console reads of the queues, and puts into them: through the queues' own functions. */
import type { ConsoleQueues } from '../../console/server/area-deps.ts'
import { producerConnection } from '../../queues/connection.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { readQueue } from '../../queues/queue-reading.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { readProcesses } from '../../src/redis/read-processes.ts'
import { within } from '../../src/within.ts'
import { toRetryHop } from '../../workers/retry-dead-letter.ts'

export interface OpenConsoleQueues extends ConsoleQueues {
  close(): Promise<void>
}

const deadlineMs = 2_000
const noResponse = 'no response from Redis'

/** Undefined: REDIS_URL is not set. */
export function openConsoleQueues(
  {
    REDIS_URL,
    PAGEBEAT_QUEUE_PREFIX: prefix,
  }: { REDIS_URL: string | undefined; PAGEBEAT_QUEUE_PREFIX: string },
  log: Logger,
): OpenConsoleQueues | undefined {
  if (REDIS_URL === undefined) return undefined
  const redis = producerConnection(REDIS_URL, { commandTimeoutMs: 1_500, report: logRedisTrouble({ log }) })
  const queues = stageNames.map((stage) => openQueue(stage, redis, prefix))
  const publisher = createPublisher(redis, prefix)
  return {
    read() {
      const readings = Promise.all(queues.map((queue) => readQueue(queue, redis, Date.now())))
      return within(deadlineMs, readings, noResponse)
    },
    readProcesses: () => within(deadlineMs, readProcesses(redis, prefix), noResponse),
    retry: async (letter) => await publisher.publish([toRetryHop(letter)]),
    async close() {
      await publisher.close()
      redis.disconnect()
    },
  }
}
