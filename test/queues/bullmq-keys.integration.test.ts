import test from 'ava'
import { Queue, Worker } from 'bullmq'
import { jobFields, keyTypes, queueKeys } from '../../queues/bullmq-keys.ts'
import { createTestRedis } from '../helpers/redis.ts'

test("names the keys where BullMQ keeps a queue's jobs", async (t) => {
  const redis = await createTestRedis()
  const { connection, prefix } = redis
  const queue = new Queue('keys', { connection, prefix })
  const worker = new Worker('keys', null, { connection, prefix })
  t.teardown(async () => {
    await Promise.all([queue.close(), worker.close(true)])
    await redis.close()
  })
  const known = Object.keys(queue.keys).filter((name) => !['', 'de'].includes(name)) // these two are prefixes
  t.deepEqual(Object.keys(keyTypes).toSorted(), known.toSorted())
  const keys = queueKeys(prefix, 'keys')
  const idsIn = async () => ({
    active: await connection.lrange(keys.active, 0, -1),
    waiting: await connection.lrange(keys.waiting, 0, -1),
    delayed: await connection.zrange(keys.delayed, '0', '-1'),
  })
  const none = { active: [], waiting: [], delayed: [] }

  const job = await queue.add('keys', { some: 'data' }, { jobId: 'one' })
  t.deepEqual(await idsIn(), { ...none, waiting: ['one'] })
  t.is(await connection.hget(`${keys.jobPrefix}one`, jobFields.data), '{"some":"data"}')
  t.is(await connection.hget(`${keys.jobPrefix}one`, jobFields.attemptsStarted), null)

  const active = await worker.getNextJob('token')
  t.deepEqual(await idsIn(), { ...none, active: ['one'] })
  t.is(await connection.hget(`${keys.jobPrefix}one`, jobFields.attemptsStarted), '1')

  await active?.moveToDelayed(Date.now() + 600_000, 'token')
  t.deepEqual(await idsIn(), { ...none, delayed: ['one'] })
  await job.remove()
  await queue.pause()
  await queue.add('keys', {}, { jobId: 'two' })
  t.deepEqual(await idsIn(), { ...none, waiting: ['two'] }, 'a paused queue keeps its jobs where they are')
})
