import { fileURLToPath } from 'node:url'
import test from 'ava'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { startProgram } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'
import { startWork } from './run-to-end.ts'

const program = fileURLToPath(new URL('../../bin/health.ts', import.meta.url))

test('the health check of a worker fails while its connections to Redis are dead, and without a worker', async (t) => {
  const [redis, database] = await Promise.all([createTestRedis(), createTestDatabase()])
  const proxy = await startTcpProxy(redis.url)
  t.teardown(async () => {
    await proxy.close()
    await Promise.all([redis.close(), database.drop()])
  })
  const env = { REDIS_URL: proxy.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix }
  const check = async (): Promise<string> => {
    const health = startProgram([process.execPath, program], { ...env, PAGEBEAT_HEALTH_OF: 'pagebeat work' })
    const status = await health.exited
    return `${status} ${health.output().trim()}`
  }
  t.regex(await check(), /^1 .*no heartbeat from this worker/)

  const worker = startWork(t, { ...env, DATABASE_URL: database.url })
  await worker.until('"working"')
  await until('a heartbeat', async () => (await check()) === '0 ')

  proxy.blackHole()
  t.regex(await check(), /^1 .*no response from Redis within 1 s/)
  await until('well again', async () => (await check()) === '0 ', { withinMs: 15_000 })

  worker.child.kill('SIGSTOP')
  t.regex(await check(), /^1 .*no response from the worker within 3000 ms/)
  worker.child.kill('SIGKILL')
  await worker.exited
  t.regex(await check(), /^1 /, 'its heartbeat is still in Redis')
})
