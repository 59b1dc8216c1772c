import test from 'ava'
import { isLoopback, requireLogin } from '../../src/http/require-login.ts'
import { serve } from './serve.ts'

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

test('loopback is what only this machine can reach', (t) => {
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1', '[::1]']) t.true(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.evil.example', '']) t.false(isLoopback(host), host)
})
