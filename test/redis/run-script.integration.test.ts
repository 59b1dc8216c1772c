import test from 'ava'
import { scriptOf } from '../../src/redis/run-script.ts'
import { createTestRedis } from '../helpers/redis.ts'

test('a script runs by its digest, also where Redis has forgotten it', async (t) => {
  const { connection, prefix, close } = await createTestRedis()
  t.teardown(close)
  const setPace = scriptOf(new URL('../../src/redis/set-pace.lua', import.meta.url))
  const key = `${prefix}:pace`
  t.is(await setPace(connection, [key], [1_000, 50, 61_000]), 0)
  t.is(await connection.hget(key, 'between'), '50')
  await connection.script('FLUSH')
  t.is(await setPace(connection, [key], [1_000, 70, 61_000]), 0)
  t.is(await connection.hget(key, 'between'), '70')
  await t.throwsAsync(setPace(connection, [], []), { message: /ERR/ })
})
