import test from 'ava'
import { createTestRedis } from './redis.ts'

test('removes the keys of its own prefix and no others', async (t) => {
  const [one, other] = await Promise.all([createTestRedis(), createTestRedis()])
  await one.connection.set(`${one.prefix}:key`, '1')
  await other.connection.set(`${other.prefix}:key`, '1')
  await one.close()
  t.deepEqual(await other.connection.exists(`${one.prefix}:key`, `${other.prefix}:key`), 1)
  await other.close()
})
