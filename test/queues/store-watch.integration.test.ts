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

test.serial(
  'a refusal that the probe does not meet is told until a delivery is stored, or for two seconds',
  async (t) => {
    const redis = await startOwnRedis()
    const connection = new Redis(redis.url)
    let now = 0
    const watch = createStoreWatch(connection, { ...quiet, onChange: () => undefined, now: () => now })
    t.teardown(async () => {
      watch.stop()
      connection.disconnect()
      await redis.stop()
    })
    await until('Redis is ready', () => watch.notReadyBecause() === undefined)
    await connection.set('pagebeat_test:parse:wait', 'no list')
    async function store(): Promise<void> {
      await connection.lpush('pagebeat_test:parse:wait', 'a delivery').then(watch.stored, watch.suspect)
    }
    const refused =
      'Redis refused the last delivery (WRONGTYPE): a queue may be damaged, and a worker mends it'
    await store()
    t.is(await watch.ask(), refused)
    t.is(watch.notReadyBecause(), undefined) // the next delivery is tried: only it can tell
    now = 1_999
    t.is(await watch.ask(), refused)
    now = 2_000
    t.is(await watch.ask(), undefined)
    await store()
    t.is(await watch.ask(), refused)
    await connection.del('pagebeat_test:parse:wait')
    await store()
    t.is(await watch.ask(), undefined)
  },
)

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

test.serial('deliveries are refused above 70% of the memory, and taken again below 66%', async (t) => {
  const redis = await startOwnRedis()
  const connection = new Redis(redis.url)
  await until('it is connected', () => connection.status === 'ready')
  await connection.setrange('of-others', 100_000_000, 'x') // so that the connections' own memory does not matter
  const watch = createStoreWatch(connection, { ...quiet, onChange: () => undefined })
  t.teardown(async () => {
    watch.stop()
    connection.disconnect()
    await redis.stop()
  })
  let limit = 0
  /** Sets the limit so that this share of it is in use. */
  async function use(share: number): Promise<string | undefined> {
    const used = Number(/used_memory:(\d+)/.exec(await connection.info('memory'))?.[1])
    limit = Math.round(used / share)
    await connection.config('SET', 'maxmemory', limit)
    return await watch.ask()
  }
  t.is(await use(0.69), undefined)
  t.is(await use(0.71), 'Redis is full (71% of its memory)')
  t.is(await use(0.67), 'Redis is full (67% of its memory)')
  t.is(await use(0.65), undefined)
  // A delivery takes about twice its size on its way: what was added since the last reading counts.
  watch.adding(0.01 * limit)
  watch.adding(0.01 * limit)
  t.is(watch.notReadyBecause(), undefined)
  watch.adding(0.01 * limit)
  t.is(watch.notReadyBecause(), 'Redis is full (65% of its memory)')
  await until('they are in a reading', async () => (await watch.ask()) === undefined)
})
