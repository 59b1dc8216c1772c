import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { startProgram } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'
import { startWork } from './run-to-end.ts'

const program = fileURLToPath(new URL('../../bin/health.pl', import.meta.url))

test.serial(
  'the health check of a worker fails while its connections to Redis are dead, and without a worker',
  async (t) => {
    const [redis, database] = await Promise.all([createTestRedis(), createTestDatabase()])
    const proxy = await startTcpProxy(redis.url)
    const TMPDIR = mkdtempSync(path.join(tmpdir(), 'pagebeat-health-')) // of a container: no other worker is there
    t.teardown(async () => {
      rmSync(TMPDIR, { recursive: true })
      await proxy.close()
      await Promise.all([redis.close(), database.drop()])
    })
    const env = { REDIS_URL: proxy.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix, TMPDIR }
    const check = (): Promise<string> => checkHealth(of('work', { TMPDIR }))
    t.is(await check(), '1 no worker runs here')

    const worker = startWork(t, { ...env, DATABASE_URL: database.url })
    await worker.until('"working"')
    await until('a heartbeat', async () => (await check()) === '0 ')

    proxy.blackHole()
    t.regex(await check(), /^1 .*no response from Redis within 1 s/)
    await until('well again', async () => (await check()) === '0 ', { withinMs: 15_000 })

    worker.child.kill('SIGSTOP')
    t.is(await check(), '1 no response from the worker within 3 s')
    worker.child.kill('SIGKILL')
    await worker.exited
    t.is(await check(), '1 Connection refused', 'its socket is still there')
  },
)

test.serial(
  'a receiver, a queue monitor and a console must answer, and other commands have no check',
  async (t) => {
    let status = 200
    const server = createServer((_, response) => response.writeHead(status).end('ok'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const PORT = typeof address === 'object' ? String(address?.port) : ''
    const receiver = of('receive', { PORT })
    t.is(await checkHealth(receiver), '0 ')
    t.is(await checkHealth(of('board', { BOARD_PORT: PORT })), '0 ')
    t.is(await checkHealth(of('console', { CONSOLE_PORT: PORT })), '0 ')
    status = 503
    t.is(await checkHealth(receiver), '1 /healthz answered 503')
    server.close()
    t.is(await checkHealth(receiver), `1 port ${PORT}: Connection refused`)
    t.is(await checkHealth(of('migrate')), '0 ')
  },
)

type Env = Readonly<Record<string, string>>

/** In a container whose process 1 has this role. */
function of(role: string, env: Env = {}): Env {
  return { PAGEBEAT_HEALTH_OF: `node /usr/local/bin/pagebeat ${role}`, ...env }
}

/** Its status and what it said. */
async function checkHealth(env: Env): Promise<string> {
  const health = startProgram(['perl', program], env)
  return `${await health.exited} ${health.output().trim()}`
}
