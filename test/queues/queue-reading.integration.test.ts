import test from 'ava'
import { Worker } from 'bullmq'
import { openQueue } from '../../queues/publish.ts'
import { type QueueReading, readQueue } from '../../queues/queue-reading.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { inTime } from '../helpers/until.ts'

const redis = await createTestRedis()
test.after.always(() => redis.close())

const none = { waiting: 0, active: 0, delayed: 0, prioritized: 0, completed: 0, failed: 0 }

function reading(facts: Partial<QueueReading>): QueueReading {
  return { stage: 'parse', jobs: none, oldestWaitingSeconds: 0, oldestActiveSeconds: 0, workers: 0, ...facts }
}

test('an empty queue has no jobs, no ages and no workers', async (t) => {
  const queue = openQueue('parse', redis.connection, `${redis.prefix}-empty`)
  t.deepEqual(await readQueue(queue, redis.connection, Date.now()), reading({}))
})

test('the age is that of the next job, or of the next retry if that is older', async (t) => {
  const queue = openQueue('parse', redis.connection, `${redis.prefix}-age`)
  const now = Date.now()
  await queue.add('parse', {}, { timestamp: now - 60_000 })
  await queue.add('parse', {}, { timestamp: now - 5_000 })
  const jobs = { ...none, waiting: 2 }
  t.deepEqual(await readQueue(queue, redis.connection, now), reading({ jobs, oldestWaitingSeconds: 60 }))
  // As a retry: its options, unlike its place, have no delay.
  const retried = await queue.add('parse', {}, { timestamp: now - 90_000, delay: 3_600_000 })
  await redis.connection.hset(queue.toKey(retried.id ?? ''), 'opts', '{}')
  const both = { ...jobs, delayed: 1 }
  t.deepEqual(
    await readQueue(queue, redis.connection, now),
    reading({ jobs: both, oldestWaitingSeconds: 90 }),
  )
})

test('a job that gives way to others has an age, too', async (t) => {
  const queue = openQueue('nlp', redis.connection, `${redis.prefix}-yielding`)
  const now = Date.now()
  await queue.add('nlp', {}, { timestamp: now - 40_000, priority: 1 })
  await queue.add('nlp', {}, { timestamp: now - 5_000 })
  const { jobs, oldestWaitingSeconds } = await readQueue(queue, redis.connection, now)
  t.deepEqual([jobs, oldestWaitingSeconds], [{ ...none, waiting: 1, prioritized: 1 }, 40])
})

test('a job that was put off has no age until it is due', async (t) => {
  const queue = openQueue('nlp', redis.connection, `${redis.prefix}-put-off`)
  const now = Date.now()
  await queue.add('nlp', {}, { timestamp: now - 9_000, priority: 1, delay: 15_000 })
  const { jobs, oldestWaitingSeconds } = await readQueue(queue, redis.connection, now)
  t.deepEqual([jobs, oldestWaitingSeconds], [{ ...none, delayed: 1 }, 0])
  t.is((await readQueue(queue, redis.connection, now + 10_000)).oldestWaitingSeconds, 4)
})

test('a running job has an age, and its worker is counted', async (t) => {
  const prefix = `${redis.prefix}-active`
  const queue = openQueue('parse', redis.connection, prefix)
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  const connection = redis.connection.duplicate({ maxRetriesPerRequest: null })
  const worker = new Worker('parse', async () => (start(), await finished), { connection, prefix })
  t.teardown(async () => {
    finish()
    await worker.close()
    connection.disconnect()
  })
  const job = await queue.add('parse', {})
  await inTime('the job starts', started)
  const startedTs = (await queue.getJob(job.id ?? ''))?.processedOn ?? 0
  const read = await readQueue(queue, redis.connection, startedTs + 30_000)
  t.deepEqual(read, reading({ jobs: { ...none, active: 1 }, oldestActiveSeconds: 30, workers: 1 }))
})
