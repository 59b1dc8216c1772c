import test from 'ava'
import { Worker } from 'bullmq'
import { workerConnection } from '../../queues/connection.ts'
import { guardedBackend } from '../../queues/guarded-backend.ts'
import { openQueue } from '../../queues/publish.ts'
import { startOwnRedis } from '../receiver/own-redis.ts'

test('each fetch that Redis refuses waits longer than the one before, and the next good one ends it', async (t) => {
  const redis = await startOwnRedis()
  const connection = workerConnection(redis.url)
  const queue = openQueue('parse', connection, 'full')
  const worker = new Worker('parse', null, { connection, prefix: 'full', autorun: false }, guardedBackend)
  t.teardown(async () => {
    await worker.close(true)
    await queue.close()
    connection.disconnect()
    await redis.stop()
  })
  const fetch = () => worker.getNextJob('token', { block: false })
  await queue.add('parse', {}, { jobId: 'a' })
  await connection.config('SET', 'maxmemory', '1')
  const from = performance.now()
  for (let call = 0; call < 4; call += 1) await t.throwsAsync(fetch(), { message: /^OOM/ })
  t.true(performance.now() - from > 100 + 200 + 400 + 700, 'BullMQ would ask again at once')
  await connection.config('SET', 'maxmemory', '0')
  t.is((await fetch())?.id, 'a')
})
