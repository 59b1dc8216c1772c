/** The binding of a stage to BullMQ, with steps of the test's own. */
import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { defineStage } from '../../workers/stage.ts'
import { startStage } from '../../workers/start-stage.ts'
import { done } from '../../workers/step.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'

/** What a stage needs, with a Redis of its own. */
async function openRuntime(concurrency: number) {
  const redis = await createTestRedis()
  const publisher = createPublisher(redis.connection, redis.prefix)
  const runtime = {
    connection: redis.connection,
    prefix: redis.prefix,
    concurrency,
    publisher,
    recordDeadLetters: async () => undefined,
    isolate: () => Promise.reject(new Error('nothing crashes here')),
    onRedisError: () => undefined,
    damageSweep: { onError: () => undefined },
    log: createLogger('silent', 'test'),
  }
  return { redis, publisher, runtime }
}

test('a stage takes no job while the database refuses work, and goes on when it takes work again', async (t) => {
  const { redis, publisher, runtime } = await openRuntime(4)
  let reason: string | undefined = 'read-only'
  const listeners: ((refuses: boolean) => void)[] = []
  const tell = (refuses: boolean): void => {
    for (const listener of listeners) listener(refuses)
  }
  const database = {
    refusesBecause: () => reason,
    explains: () => false,
    onChange: (listener: (refuses: boolean) => void) => void listeners.push(listener),
  }
  let [runs, runsBeside] = [0, 0]
  const pausing = startStage(
    defineStage(receiptsQueue, async () => {
      runs += 1
      return done
    }),
    { ...runtime, database },
  )
  const beside = startStage(
    defineStage(stitchQueue, async () => {
      runsBeside += 1
      return done
    }),
    runtime,
  )
  t.teardown(async () => {
    await Promise.all([pausing.close(), beside.close()])
    await publisher.close()
    await redis.close()
  })
  let published = 0
  const publish = async () => {
    published += 1
    await publisher.publish([hop(receiptsQueue, { v: 1, receivedAt: published, receipts: [] })])
  }
  /** A stage that does not pause has taken job after job meanwhile. */
  const whileOthersWork = async () => {
    for (let job = 0; job < 20; job += 1) {
      const before = runsBeside
      await publisher.publish([hop(stitchQueue, { v: 1, receivedAt: published * 100 + job, events: [] })])
      await until('the stage beside it has done a job', () => runsBeside > before)
    }
  }

  await publish()
  await whileOthersWork()
  t.is(runs, 0)
  reason = undefined
  tell(false)
  await until('the first job is done', () => runs === 1)

  reason = 'read-only'
  tell(true)
  await publish() // the worker may have asked Redis for this one before
  await publish()
  await whileOthersWork()
  t.true(runs <= 2)
  reason = undefined
  tell(false)
  await until('all jobs are done', () => runs === 3)
})

test('a refusal of Redis uses no attempt, and no number of failures ends a job', async (t) => {
  const { redis, publisher, runtime } = await openRuntime(1)
  const queue = openQueue(receiptsQueue.name, redis.connection, redis.prefix)
  const attempts: number[] = []
  let runs = 0
  const failures = [
    new Error("OOM command not allowed when used memory > 'maxmemory'."),
    new Error('a bug'),
    new Error('a bug'),
  ]
  const stage = startStage(
    defineStage(receiptsQueue, async () => {
      attempts.push((await queue.getJob('once'))?.attemptsMade ?? -1)
      const failure = failures[runs]
      runs += 1
      if (failure !== undefined) throw failure
      return done
    }),
    runtime,
  )
  t.teardown(async () => {
    await stage.close()
    await Promise.all([publisher.close(), queue.close()])
    await redis.close()
  })
  // As another version, or an operator, may have stored it.
  const options = { jobId: 'once', attempts: 1, backoff: { type: 'custom' } }
  await queue.add('receipts', { v: 1, receivedAt: 1, receipts: [] }, options)
  await until('the job is done', () => runs === 4)
  t.deepEqual(attempts, [0, 0, 1, 2])
})
