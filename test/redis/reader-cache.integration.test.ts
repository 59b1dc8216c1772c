import test from 'ava'
import { createReaderCache } from '../../src/redis/reader-cache.ts'
import { createTestRedis } from '../helpers/redis.ts'

const { connection: redis, prefix, close } = await createTestRedis()
test.after.always(close)

test('keeps bytes under their keys, for 30 days after the last use', async (t) => {
  const cache = createReaderCache(redis, prefix)
  const bytes = Uint8Array.from([0, 255, 128, 10])
  t.deepEqual(await cache.find([]), [])
  await cache.keep(new Map([['a', bytes]]))
  await redis.pexpire(`${prefix}:reader:a`, 60_000)
  const found = await cache.find(['b', 'a'])
  t.deepEqual(
    found.map((each) => (each === undefined ? undefined : [...each])),
    [undefined, [...bytes]],
  )
  t.true((await redis.pttl(`${prefix}:reader:a`)) > 29 * 86_400_000)
})

test('finds more keys than one command takes, in their order', async (t) => {
  const cache = createReaderCache(redis, `${prefix}:many`)
  const keys = Array.from({ length: 250 }, (_, at) => `k${at}`)
  await cache.keep(new Map(keys.map((key) => [key, Buffer.from(key)])))
  const found = await cache.find(keys)
  t.deepEqual(
    found.map((bytes) => Buffer.from(bytes ?? []).toString()),
    keys,
  )
})
