/** The binding of a stage to BullMQ, with steps of the test's own. */
import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { createPublisher } from '../../queues/publish.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { defineStage } from '../../workers/stage.ts'
import { startStage } from '../../workers/start-stage.ts'
import { done } from '../../workers/step.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'

test('a stage takes no job while the database refuses work, and goes on when it takes work again', async (t) => {
  const redis = await createTestRedis()
  const publisher = createPublisher(redis.connection, redis.prefix)
  const runtime = {
    connection: redis.connection,
    prefix: redis.prefix,
    concurrency: 4,
    publisher,
    recordDeadLetters: async () => undefined,
    isolate: () => Promise.reject(new Error('nothing crashes here')),
    onRedisError: () => undefined,
    damageSweep: { onError: () => undefined },
    log: createLogger('silent', 'test'),
  }
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
