/** What the console reads of the queues, and puts into them: through the queues' own functions. */
import { producerConnection } from '../../queues/connection.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { type QueueReading, readQueue } from '../../queues/queue-reading.ts'
import type { DeadLetter } from '../../src/db/events/dead-letters.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { type ProcessReading, readProcesses } from '../../src/redis/read-processes.ts'
import { within } from '../../src/within.ts'
import { toRetryHop } from '../../workers/retry-dead-letter.ts'

export interface OpenConsoleQueues {
  /** Every stage. Rejects when Redis does not answer in time. */
  read(): Promise<readonly QueueReading[]>
  /** Receivers and workers that live. Rejects as `read` does. */
  readProcesses(): Promise<readonly ProcessReading[]>
  /** It is in the queue of its stage again. Throws MalformedJobError when its bytes are no job. */
  retry(letter: DeadLetter): Promise<void>
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
