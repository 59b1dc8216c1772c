import test from 'ava'
import { queueKeys } from '../../queues/bullmq-keys.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'

test('errors that come while a sweep runs queue no further sweeps', async (t) => {
  const redis = await createTestRedis()
  await redis.connection.set(queueKeys(redis.prefix, 'parse').waiting, 'a text where a list belongs')
  const refusals: (() => void)[] = []
  const failed: unknown[] = []
  const sweep = startDamageSweep({
    connection: redis.connection,
    prefix: redis.prefix,
    recordDeadLetters: () =>
      new Promise((_, reject) => {
        refusals.push(() => reject(new Error('the database is down')))
      }),
    log: { warn: (...line: unknown[]) => void failed.push(line) },
  })
  t.teardown(async () => {
    sweep.stop()
    await redis.close()
  })
  const error = Object.assign(new Error('WRONGTYPE'), { name: 'ReplyError' })
  sweep.onError(error)
  await until('the first sweep runs', () => refusals.length === 1)
  // A sweep that were queued by this error would be due after half a second.
  sweep.onError(error)
  await new Promise((resolve) => setTimeout(resolve, 700))
  refusals[0]?.()
  await until('the first sweep has ended', () => failed.length === 1)
  await redis.connection.ping()
  await new Promise((resolve) => setTimeout(resolve, 200))
  t.is(refusals.length, 1)
  sweep.onError(error)
  await until('a later error is swept', () => refusals.length === 2)
  refusals[1]?.()
})
