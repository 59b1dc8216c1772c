import test from 'ava'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { startConsole } from '../../console/server/start-console.ts'
import { sessionSchema } from '../../console/api/session.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { startDatabaseServer } from '../helpers/replicated-databases.ts'
import { until } from '../helpers/until.ts'
import { createBrowser } from './running-console.ts'

test('users read while the database takes no writes, get 503 while it is away, and go on afterwards', async (t) => {
  const server = await startDatabaseServer(t)
  await migrateToLatest({ databaseUrl: server.url })
  const proxy = await startTcpProxy(server.url)
  const db = createDatabase({
    url: proxy.url,
    poolSize: 2,
    queryTimeoutMs: 300,
    connectTimeoutMs: 300,
    acquireTimeoutMs: 300,
  })
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const running = await startConsole({
    db,
    now,
    port: 0,
    host: '127.0.0.1',
    consoleUrl: undefined,
    oidc: undefined,
    pictureOrigins: [],
    addressOf: createAddressOf([]),
    onError: () => undefined,
    site: async (_ctx, next) => await next(),
  })
  t.teardown(async () => {
    await running.close()
    await db.destroy()
    await proxy.close()
  })
  const user = { email: 'eva@example.com', name: 'Eva', role: 'agent', passwordHash: undefined } as const
  const eva = await createConsoleUsers(db, now).add(user)
  const browser = createBrowser(`http://127.0.0.1:${running.port}`)
  await browser.ask(`/enter?token=${await createConsoleSessions(db, now).createLink(eva?.id ?? '')}`)
  browser.csrf = sessionSchema.parse((await browser.ask('/api/session')).json).csrf
  const statusOf = async (path: string, method = 'GET') => (await browser.ask(path, { method })).status
  const isUp = async () => (await statusOf('/api/session')) === 200

  await server.asRoot('SET GLOBAL read_only = 1')
  aheadMs += 120_000 // the session has to be written as seen
  await until('users read', isUp)
  t.is(await statusOf('/api/sign-out', 'POST'), 503)
  await server.asRoot('SET GLOBAL read_only = 0')

  proxy.freeze()
  const { status, headers, json } = await browser.ask('/api/session')
  t.is(status, 503)
  t.is(headers.get('retry-after'), '2')
  t.like(json, { error: 'database_busy' })
  t.is(await statusOf('/readyz'), 503)
  t.is(await statusOf('/healthz'), 200)
  proxy.refuse(true)
  t.is(await statusOf('/api/session'), 503)
  proxy.refuse(false)
  proxy.thaw()
  await until('the database answers', isUp)
  await until('it takes writes', async () => (await statusOf('/api/sign-out', 'POST')) === 204)
})
