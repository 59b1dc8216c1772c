import { createHash } from 'node:crypto'
import test from 'ava'
import { healthSchema } from '../../../console/api/health.ts'
import { sessionSchema } from '../../../console/api/session.ts'
import { buildConsole } from '../../../scripts/build-console.ts'
import { createConsoleUsers } from '../../../src/db/console/users.ts'
import { createDeadLetters } from '../../../src/db/events/dead-letters.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { stageNames } from '../../../src/domain/stage-name.ts'
import { hashPassword } from '../../../src/http/password.ts'
import { createBrowser } from '../../console/running-console.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { createTestRedis } from '../../helpers/redis.ts'
import { startPagebeat } from '../../helpers/running-program.ts'
import { until } from '../../helpers/until.ts'

const canary = 'canary-7f3e'

test('the console serves page and API, retries a dead letter, keeps secrets out of its log, and ends when told so', async (t) => {
  await buildConsole()
  const [redis, database] = await Promise.all([createTestRedis(), createTestDatabase()])
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(async () => {
    await db.destroy()
    await Promise.all([redis.close(), database.drop()])
  })
  const admin = { email: `${canary}@example.com`, name: canary, role: 'admin' } as const
  const password = `${canary}-password`
  await createConsoleUsers(db, Date.now).add({ ...admin, passwordHash: await hashPassword(password) })
  const letters = createDeadLetters(db)
  const job = { v: 1, conversationId: '1', channel: 'facebookMessenger', ts: 1 }
  const payload = Buffer.from(JSON.stringify(job))
  await letters.record([{ stage: 'respond', reason: 'job_malformed', detail: 'x', payload }])

  const program = startPagebeat(['console'], {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    CONSOLE_PORT: '0',
    LOG_LEVEL: 'trace',
  })
  t.teardown(() => program.stop())
  const [, port] = await program.until(/"port":(\d+)/)
  const origin = `http://127.0.0.1:${port}`
  const browser = createBrowser(origin)
  for (const path of ['/healthz', '/readyz']) t.is((await browser.ask(path)).status, 200, path)

  const page = await browser.ask('/conversations/7')
  t.is(page.headers.get('content-type'), 'text/html; charset=utf-8')
  const script = /src="([^"]+\.js)"/.exec(page.text)?.[1] ?? ''
  t.is((await browser.ask(script)).headers.get('cache-control'), 'public, max-age=31536000, immutable')
  t.notRegex(page.text, /<script(?! type="module" src=)|<style|style=|\son\w+=/, 'the policy forbids it')

  const signIn = (given: string) =>
    browser.ask('/api/sign-in', { method: 'POST', body: { email: admin.email, password: given } })
  t.is((await signIn(`${canary}-wrong`)).status, 401)
  t.is((await signIn(password)).status, 204)
  browser.csrf = sessionSchema.parse((await browser.ask('/api/session')).json).csrf
  await browser.ask(`/enter?token=${canary}&to=/${canary}`)
  await browser.ask(`/api/${canary}?q=${canary}`)
  const text = `${canary} ${'x'.repeat(3_000)}`
  for (const body of [{ act: 'note', key: canary.padEnd(16, '0'), text: canary }, { text }, `{"${canary}`])
    await browser.ask('/api/conversations/1/acts', { method: 'POST', body })

  const health = await until('Redis is reached', async () => {
    const read = healthSchema.parse((await browser.ask('/api/health')).json)
    return read.queues !== undefined && read
  })
  t.deepEqual(health.queues?.map(({ stage }) => stage).toSorted(), stageNames.toSorted())
  t.deepEqual(health.deadLetters, { respond: 1 })
  const [letter] = await letters.list({ limit: 1 })
  const retry = await browser.ask(`/api/health/dead-letters/${letter?.id}/retry`, { method: 'POST' })
  t.is(retry.status, 204)
  const after = healthSchema.parse((await browser.ask('/api/health')).json)
  t.deepEqual(after.deadLetters, {})
  t.is(after.queues?.find(({ stage }) => stage === 'respond')?.waiting, 1)

  const [token = ''] = browser.cookies.values()
  const live = await fetch(`${origin}/api/live`, { headers: { Cookie: `pagebeat=${token}` } })
  t.is(live.status, 200)
  t.is(await program.stop(), 0, 'also while a page is open')
  await live.body?.cancel().catch(() => undefined)
  const secrets = [canary, token, browser.csrf, createHash('sha256').update(token).digest('hex')]
  for (const secret of secrets) t.false(program.output().includes(secret), program.output())
})
