import type { ExecutionContext } from 'ava'
import type { Queue } from 'bullmq'
import type { Hop } from '../../queues/define-queue.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher, openQueue, type Publisher } from '../../queues/publish.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createEventRecorder, type EventRecorder } from '../../src/db/record-events.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { createPipeline, trackingStageNames } from '../../workers/pipeline.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { startStage } from '../../workers/start-stage.ts'
import { createTestDatabase } from './database.ts'
import { createTestRedis } from './redis.ts'
import { until } from './until.ts'

export interface StagesOptions {
  /** Called in place of the publisher of the stages, which is `real`. */
  readonly publish?: (hops: readonly Hop[], real: Publisher) => Promise<void>
  /** Called in place of the function that writes the tables, which is `real`. */
  readonly record?: (
    events: Parameters<EventRecorder['record']>[0],
    real: EventRecorder,
  ) => ReturnType<EventRecorder['record']>
}

/** Runs the tracking stages in this process, on a database and a key prefix of the test's own. */
export async function runStages(t: ExecutionContext, { publish, record }: StagesOptions = {}) {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
  const db = createDatabase({ url: database.url, poolSize: 6 })
  const publisher = createPublisher(redis.connection, redis.prefix)
  const interactions = createEventRecorder(db)
  const deadLetters = createDeadLetters(db)
  const stages = createPipeline({
    ledger: createLedger(db),
    deadLetters,
    interactions: record ? { record: (events) => record(events, interactions) } : interactions,
    receipts: createReceipts(db),
    onRecorded: () => undefined,
  })
  const log = createLogger('silent', 'test')
  const damageSweep = startDamageSweep({
    connection: redis.connection,
    prefix: redis.prefix,
    recordDeadLetters: deadLetters.record,
    log,
  })
  const running = stages.map((stage) =>
    startStage(stage, {
      connection: redis.connection,
      prefix: redis.prefix,
      concurrency: 8,
      publisher: publish ? { ...publisher, publish: (hops) => publish(hops, publisher) } : publisher,
      recordDeadLetters: deadLetters.record,
      isolate: () => Promise.reject(new Error('nothing crashes here')),
      onRedisError: () => undefined,
      damageSweep,
      log,
    }),
  )
  const queues = trackingStageNames.map((name) => openQueue(name, redis.connection, redis.prefix))
  t.teardown(async () => {
    await damageSweep.stop()
    await Promise.all(running.map((stage) => stage.close()))
    await Promise.all([publisher.close(), ...queues.map((queue) => queue.close())])
    await Promise.all([redis.close(), db.destroy()])
    await database.drop()
  })
  return {
    database,
    redis,
    queues,
    publisher,
    deadLetters,
    /** Publishes these bodies as one group to the queue `parse`. */
    deliver: (...bodies: readonly (string | Buffer)[]) => publisher.publish([deliveryHop(...bodies)]),
    untilIdle: () => untilIdle(queues),
  }
}

/** One group of deliveries for parse. */
export function deliveryHop(...bodies: readonly (string | Buffer)[]): Hop<'parse'> {
  const deliveries = bodies.map((body) =>
    typeof body === 'string'
      ? { body, at: Date.now() }
      : { body: body.toString('base64'), base64: true as const, at: Date.now() },
  )
  return hop(parseQueue, createParseJob(deliveries))
}

/** Resolves when no job of these queues waits, is active or is to be tried again. */
export async function untilIdle(queues: readonly Queue[]): Promise<void> {
  let counts: readonly number[] = []
  const seen = (): string => queues.map(({ name }, index) => `${name} ${counts[index]}`).join(', ')
  await until(
    'no job waits or is under way',
    async () => {
      counts = await Promise.all(
        queues.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')),
      )
      return counts.every((count) => count === 0)
    },
    { withinMs: 90_000, seen },
  )
}
