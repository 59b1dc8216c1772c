import test, { type ExecutionContext } from 'ava'
import { jobFields, queueKeys } from '../../queues/bullmq-keys.ts'
import { createGathering } from '../../queues/gather.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { readQueue } from '../../queues/queue-reading.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { createTestRedis } from '../helpers/redis.ts'

async function damagedQueue(t: ExecutionContext) {
  const redis = await createTestRedis()
  const { connection, prefix } = redis
  const queue = openQueue('parse', connection, prefix)
  t.teardown(async () => {
    await queue.close()
    await redis.close()
  })
  const { waiting, delayed, jobPrefix } = queueKeys(prefix, 'parse')
  for (const [id, field] of [
    ['a', jobFields.data],
    ['b', jobFields.options],
    ['c', 'progress'],
  ] as const) {
    await queue.add('parse', {}, { jobId: id })
    await connection.hset(jobPrefix + id, field, '{broken')
  }
  await connection.set(`${jobPrefix}text`, 'a text')
  await connection.rpush(waiting, 'text', 'ghost')
  return { ...redis, queue, waiting, delayed, jobPrefix }
}

test('lists the other jobs of a queue in which some are damaged', async (t) => {
  const { queue, connection } = await damagedQueue(t)
  await queue.add('parse', { v: 1 }, { jobId: 'whole' })
  const jobs = await queue.getJobs(['waiting'])
  t.deepEqual(
    jobs.map(({ id = '' }) => id).toSorted((one, other) => one.localeCompare(other)),
    ['a', 'b', 'c', 'text', 'whole'],
  )
  t.like(await readQueue(queue, connection, Date.now()), { stage: 'parse', oldestWaitingSeconds: 0 })
})

test('the search for events under way passes over damaged jobs', async (t) => {
  const { connection, prefix } = await damagedQueue(t)
  t.false(await createUnderWay(connection, prefix).mentions('241539507127401', Date.now()))
})

test('deliveries are not put into a damaged job', async (t) => {
  const { connection, prefix, delayed, jobPrefix } = await damagedQueue(t)
  const gathering = createGathering(connection, { prefix, gatherMs: 60_000 })
  const publisher = createPublisher(connection, prefix)
  t.teardown(async () => {
    await gathering.close()
    await publisher.close()
  })
  await gathering.add([{ body: '{}', at: 1 }])
  const [id = ''] = await connection.zrange(delayed, '0', '-1')
  await connection.hdel(jobPrefix + id, jobFields.data)
  await gathering.add([{ body: '{}', at: 2 }])
  t.is(await connection.zcard(delayed), 2)
  const second = (await connection.zrange(delayed, '0', '-1')).find((each) => each !== id) ?? ''
  await connection.del(jobPrefix + second)
  await connection.set(jobPrefix + second, 'a text')
  await gathering.add([{ body: '{}', at: 3 }])
  t.is(await connection.zcard(delayed), 3)
})
