import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import test, { type ExecutionContext } from 'ava'
import Koa, { type Middleware } from 'koa'
import { isLoopback, requireHarmless, requireLogin, securityHeaders } from '../../../bin/board/guard.ts'

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}
type Ask = (options: { method?: string; path?: string; headers?: Record<string, string> }) => Promise<Answer>

async function serve(t: ExecutionContext, middleware: Middleware): Promise<Ask> {
  const app = new Koa().use(securityHeaders).use(middleware)
  app.use((ctx) => {
    ctx.body = 'in'
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    server.once('listening', resolve)
  })
  t.teardown(() => void server.close())
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return (options) =>
    new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, agent: false, ...options }, (res) => {
        res.resume()
        resolve({ status: res.statusCode, headers: res.headers })
      })
      req.on('error', reject)
      req.end()
    })
}

const login = { user: 'pagebeat', password: 'pass:wörd-123' }
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

test('lets in with the right user and password only', async (t) => {
  const ask = await serve(t, requireLogin(login))
  t.is((await ask({ headers: basic(login.user, login.password) })).status, 200)
  const asked = await ask({})
  t.is(asked.status, 401)
  t.is(asked.headers['www-authenticate'], 'Basic realm="Pagebeat", charset="UTF-8"')
  t.is(asked.headers['cache-control'], 'no-store')
  for (const headers of [
    basic(login.user, 'wrong'),
    basic('wrong', login.password),
    basic('', ''),
    { authorization: 'Basic !' },
    { authorization: 'Bearer x' },
  ]) {
    t.is((await ask({ headers })).status, 401)
  }
})

test('after ten wrong passwords an address waits a minute, even with the right one', async (t) => {
  let now = 0
  const ask = await serve(
    t,
    requireLogin(login, () => now),
  )
  for (let failure = 0; failure < 10; failure += 1)
    t.is((await ask({ headers: basic('x', String(failure)) })).status, 401)
  const refused = await ask({ headers: basic(login.user, login.password) })
  t.is(refused.status, 429)
  t.is(refused.headers['retry-after'], '60')
  now = 60_000
  t.is((await ask({ headers: basic(login.user, login.password) })).status, 200)
})

test('without a password it answers only under a name of this machine', async (t) => {
  const ask = await serve(t, requireLogin(undefined))
  for (const host of ['localhost:3001', '127.0.0.1', '[::1]:3001'])
    t.is((await ask({ headers: { host } })).status, 200, host)
  for (const host of ['evil.example:3001', '127.0.0.1.evil.example'])
    t.is((await ask({ headers: { host } })).status, 421, host)
})

test('changes nothing unless it is writable', async (t) => {
  const ask = await serve(t, requireHarmless({ writable: false }))
  t.is((await ask({})).status, 200)
  for (const method of ['PUT', 'POST', 'PATCH', 'DELETE']) {
    t.is(
      (
        await ask({
          method,
          path: '/queues/api/queues/parse/pause',
          headers: { origin: 'http://b', host: 'b' },
        })
      ).status,
      405,
    )
  }
})

test('a writable board takes changes from its own page only, and none that loses something', async (t) => {
  const ask = await serve(t, requireHarmless({ writable: true }))
  const status = async (
    method: string,
    path: string,
    headers: Record<string, string> = { origin: 'http://board:1' },
  ) => (await ask({ method, path: `/queues/api${path}`, headers: { host: 'board:1', ...headers } })).status
  for (const path of ['/queues/pause', '/queues/parse/resume', '/queues/parse/retry/failed', '/queues/parse/clean/completed', '/queues/parse/parse-1/retry']) {
    t.is(await status('PUT', path), 200, path)
    t.is(await status('PUT', path, {}), 403, 'no origin')
    t.is(await status('PUT', path, { origin: 'http://elsewhere' }), 403, 'another origin')
    t.is(await status('PUT', path, { origin: 'null' }), 403, 'a hidden origin')
  } // prettier-ignore
  for (const path of ['/queues/parse/empty', '/queues/parse/obliterate', '/queues/parse/clean/waiting', '/queues/parse/concurrency']) {
    t.is(await status('PUT', path), 403, path)
  } // prettier-ignore
  t.is(await status('POST', '/queues/parse/add'), 403)
  t.is(await status('PATCH', '/queues/parse/parse-1/update-data'), 403)
})

test('loopback is what only this machine can reach', (t) => {
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1', '[::1]']) t.true(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.evil.example', '']) t.false(isLoopback(host), host)
})
