import test from 'ava'
import { listAudit } from '../../../src/db/console/audit-log.ts'
import { openConsole, password } from '../running-console.ts'

test.serial(
  'a user signs in, sees who they are, and signs out; a session of a browser is replaced',
  async (t) => {
    const { browser, db, errors, sessions } = await openConsole(t)
    const eva = browser()
    t.like(await eva.ask('/api/session'), {
      status: 401,
      json: { error: 'signed_out', says: 'Your session has ended. Sign in again.' },
    })
    t.deepEqual((await eva.ask('/api/sign-in')).json, { password: true, oidc: false })
    const body = { email: 'AGENT@example.com', password }
    t.is((await eva.ask('/api/sign-in', { method: 'POST', body })).status, 204)
    t.deepEqual(eva.setCookies, ['pagebeat; Path=/; HttpOnly; SameSite=Lax'])
    const [first] = eva.cookies.values()
    const { status, json, headers } = await eva.ask('/api/session')
    t.is(status, 200)
    t.is(headers.get('cache-control'), 'no-store')
    t.like(json, {
      user: { email: 'agent@example.com', name: 'The agent', role: 'agent' },
      pages: [],
      isOidc: false,
    })

    t.is((await eva.ask('/api/sign-in', { method: 'POST', body })).status, 204)
    t.is(await sessions.find(first ?? ''), undefined)
    const session = await sessions.find([...eva.cookies.values()][0] ?? '')
    eva.csrf = session?.csrf ?? ''
    t.is((await eva.ask('/api/sign-out', { method: 'POST' })).status, 204)
    t.is(eva.cookies.size, 0)
    t.false(await sessions.isLive(session?.user.sessionId ?? ''))
    const acts = (await listAudit(db, { limit: 3 })).map(({ act, user, after }) => [act, user?.email, after])
    t.deepEqual(acts, [
      ['sign_out', 'agent@example.com', undefined],
      ['sign_in', 'agent@example.com', { way: 'password' }],
      ['sign_in', 'agent@example.com', { way: 'password' }],
    ])
    t.deepEqual(errors, [])
  },
)

test.serial(
  'wrong passwords are slowed for a user who exists and for one who does not, the right one is taken',
  async (t) => {
    const { browser } = await openConsole(t)
    const eva = browser()
    const guess = (email: string, given: string) =>
      eva.ask('/api/sign-in', { method: 'POST', body: { email, password: given } })
    for (const email of ['admin@example.com', 'nobody@example.com']) {
      for (let guesses = 0; guesses < 10; guesses += 1)
        t.like(await guess(email, 'wrong'), {
          status: 401,
          json: { error: 'wrong_password', says: 'E-mail or password is wrong.' },
        })
      const { status, headers, json } = await guess(email.toUpperCase(), 'wrong')
      t.is(status, 429)
      t.regex(headers.get('retry-after') ?? '', /^\d+$/)
      t.like(json, { error: 'too_many_guesses' })
    }
    t.is((await guess('admin@example.com', password)).status, 204)
    t.is((await guess('viewer@example.com', 'wrong')).status, 401, 'another user is not slowed')
  },
)

test.serial('a link signs in once, and leads only to a path of the console', async (t) => {
  const { browser, sessions, idOf } = await openConsole(t)
  const link = async (to = '') => `/enter?token=${await sessions.createLink(idOf('agent'))}${to}`
  const path = await link('&to=%2Fconversations%2F12%3Ftab%3Dnotes')
  const looking = browser()
  t.is((await looking.ask(path, { method: 'HEAD' })).status, 204)
  t.is((await looking.ask(path, { headers: { 'Sec-Purpose': 'prefetch;prerender' } })).status, 204)
  t.is(looking.cookies.size, 0)
  const eva = browser()
  const { status, headers } = await eva.ask(path)
  t.deepEqual([status, headers.get('location')], [302, '/conversations/12?tab=notes'])
  t.is((await eva.ask('/api/session')).status, 200)
  const late = await browser().ask(path)
  t.is(late.status, 410)
  t.regex(late.text, /pagebeat user link/)

  const stranger = await link()
  const before = [...eva.cookies]
  t.is((await eva.ask(stranger)).status, 302)
  t.deepEqual([...eva.cookies], before, 'who is signed in stays signed in as themselves')
  t.is((await browser().ask(stranger)).status, 302, 'and the link was not used up')
  for (const to of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    '/enter?x',
    '/api/oidc/start',
    'javascript:alert(1)',
    '/a/..//evil.example',
  ]) {
    const answer = await browser().ask(await link(`&to=${encodeURIComponent(to)}`))
    const location = answer.headers.get('location') ?? ''
    t.is(new URL(location, 'http://127.0.0.1').host, '127.0.0.1', to)
    t.notRegex(location, /^\/[/\\]|^\/enter|^\/api/, to)
  }
})
