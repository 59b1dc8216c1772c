import test from 'ava'
import { queueKeys } from '../../queues/bullmq-keys.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'

const wrongType = Object.assign(new Error('WRONGTYPE'), { name: 'ReplyError' })

test('errors that come while a sweep runs lead to one further sweep', async (t) => {
  const redis = await createTestRedis()
  await redis.connection.set(queueKeys(redis.prefix, 'parse').waiting, 'a text where a list belongs')
  const waiting: (() => void)[] = []
  const sweep = startDamageSweep({
    connection: redis.connection,
    prefix: redis.prefix,
    recordDeadLetters: () => new Promise((resolve) => void waiting.push(resolve)),
    log: { warn: () => undefined },
  })
  t.teardown(async () => {
    await sweep.stop()
    await redis.close()
  })
  sweep.onError(wrongType)
  await until('the first sweep runs', () => waiting.length === 1)
  // The sweep is past the key of this queue, and no further error comes.
  await redis.connection.set(queueKeys(redis.prefix, 'parse').delayed, 'a text where a set belongs')
  for (let errors = 0; errors < 5; errors++) sweep.onError(wrongType)
  waiting[0]?.()
  await until('the second sweep finds it', () => waiting.length === 2)
  waiting[1]?.()
  const { delayed } = queueKeys(redis.prefix, 'parse')
  await until('it is mended', async () => (await redis.connection.type(delayed)) === 'none')
  t.is(waiting.length, 2)
})

test('a search that fails in one queue puts back the jobs of others, and is made again', async (t) => {
  const redis = await createTestRedis()
  const [parse, stitch] = [queueKeys(redis.prefix, 'parse'), queueKeys(redis.prefix, 'stitch')]
  await redis.connection.set(parse.waiting, 'a text where a list belongs')
  const job = { name: 'stitch', data: '{"v":1}', opts: '{}', timestamp: '1' }
  await redis.connection.hset(`${stitch.jobPrefix}stitch-1`, job)
  const isBack = async () => (await redis.connection.lrange(stitch.waiting, 0, -1)).includes('stitch-1')
  let refusals = 0
  const recorded: unknown[] = []
  const sweep = startDamageSweep({
    connection: redis.connection,
    prefix: redis.prefix,
    async recordDeadLetters(deadLetters) {
      if (refusals++ === 0) throw new Error('the database is down')
      recorded.push(...deadLetters.map(({ detail }) => detail), await isBack())
    },
    log: { warn: () => undefined },
  })
  t.teardown(async () => {
    await sweep.stop()
    await redis.close()
  })
  sweep.onError(wrongType)
  await until('the text is a dead letter', () => recorded.length > 0)
  t.deepEqual(recorded, ['parse: the key wait of the queue had another type', true])
})
