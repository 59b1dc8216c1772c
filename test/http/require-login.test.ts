import test from 'ava'
import { isLoopback, requireLogin } from '../../src/http/require-login.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
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

test('after ten wrong passwords, more of them are slowed, and the right one is accepted at any time', async (t) => {
  let now = 0
  const ask = await serve(t, requireLogin(login, { now: () => now, guessMs: 1 }))
  const status = async (user: string, password: string): Promise<number | undefined> =>
    (await ask({ headers: basic(user, password) })).status
  for (let failure = 0; failure < 10; failure += 1) t.is(await status(login.user, String(failure)), 401)
  const refused = await ask({ headers: basic(login.user, 'wrong') })
  t.deepEqual([refused.status, refused.headers['retry-after']], [429, '60'])
  t.is(await status(login.user, login.password), 200)
  t.is(await status('another', 'wrong'), 401, 'another account')
  now = 60_000
  t.is(await status(login.user, 'wrong'), 401)
})

test('guesses above the limit wait for their refusal', async (t) => {
  const ask = await serve(t, requireLogin(login, { guessMs: 200 }))
  for (let failure = 0; failure < 10; failure += 1) await ask({ headers: basic('x', 'wrong') })
  const started = performance.now()
  t.is((await ask({ headers: basic('x', 'wrong') })).status, 429)
  t.true(performance.now() - started >= 199)
})

test('behind a trusted proxy each client has its own count, elsewhere X-Forwarded-For does not count', async (t) => {
  const failTenTimes = async (trusted: readonly string[]): Promise<number | undefined> => {
    const ask = await serve(t, requireLogin(login, { addressOf: createAddressOf(trusted), guessMs: 1 }))
    const fail = (address: string) =>
      ask({ headers: { ...basic('x', 'wrong'), 'x-forwarded-for': `1.1.1.1, ${address}` } })
    for (let failure = 0; failure < 10; failure += 1) await fail('192.0.2.1')
    return (await fail('192.0.2.2')).status
  }
  t.is(await failTenTimes(['127.0.0.0/8']), 401)
  t.is(await failTenTimes([]), 429)
  t.is(await failTenTimes(['10.0.0.1']), 429)
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
