import { Redis } from 'ioredis'
import test from 'ava'
import { createStoreWatch } from '../../queues/store-watch.ts'
import { until } from '../helpers/until.ts'
import { startOwnRedis } from '../receiver/own-redis.ts'
import { startRedisPair } from '../redis/redis-pair.ts'

const quiet = { prefix: 'pagebeat_test', allowVolatile: true, lastTrouble: () => undefined }

test.serial('after a failed commit nothing is ready until Redis has responded', async (t) => {
  const redis = await startOwnRedis()
  const connection = new Redis(redis.url)
  const changes: (string | undefined)[] = []
  const watch = createStoreWatch(connection, { ...quiet, onChange: (reason) => void changes.push(reason) })
  t.teardown(async () => {
    watch.stop()
    connection.disconnect()
    await redis.stop()
  })
  await until('Redis is ready', () => watch.notReadyBecause() === undefined)
  changes.length = 0
  watch.suspect(new Error('Command timed out'))
  t.is(watch.notReadyBecause(), 'Redis did not answer in time')
  await until('Redis has responded', () => watch.notReadyBecause() === undefined)
  t.deepEqual(changes, ['Redis did not answer in time', undefined])
})

test.serial('a replica is not ready, even one that takes writes: its primary never gets them', async (t) => {
  const pair = await startRedisPair()
  await pair.second.command('CONFIG', 'SET', 'replica-read-only', 'no')
  const connection = new Redis(pair.second.url)
  await until('it is connected', () => connection.status === 'ready')
  const watch = createStoreWatch(connection, { ...quiet, onChange: () => undefined })
  t.teardown(async () => {
    watch.stop()
    connection.disconnect()
    await pair.stop()
  })
  t.is(await watch.ask(), 'Redis is a read-only replica (READONLY)')
})
