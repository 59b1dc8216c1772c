/** The attacks of an ordinary web audit, against one running console. */
import { connect } from 'node:net'
import test from 'ava'
import { createBrowser, openConsole, password } from './running-console.ts'

/** What a client that speaks no HTTP library gets back, until the server closes or `untilMs` passes. */
function speak(port: number, text: string, { more = '' }: { readonly more?: string } = {}): Promise<string> {
  return new Promise((resolve) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text)
      if (more !== '') setTimeout(() => socket.writable && socket.write(more), 20)
    })
    socket.setEncoding('utf8').on('data', (part) => (got += String(part)))
    socket.on('error', () => undefined).on('close', () => resolve(got))
  })
}

test.serial('the attacks of an ordinary web audit fail', async (t) => {
  const { origin, port, signedIn, browser, db, sessions, errors, idOf } = await openConsole(t, {
    requestMs: 400,
  })
  const agent = await signedIn('agent')
  const signOut = { method: 'POST' }
  const isSignedIn = async () => (await agent.ask('/api/session')).status === 200

  // A page elsewhere cannot make the browser change anything (CSRF).
  const forged: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: '' },
    { Origin: `${origin}.evil.example` },
    { Origin: `http://localhost:${port}` },
    { Origin: origin.replace('http:', 'https:') },
    { 'X-Pagebeat-Csrf': '' },
    { 'X-Pagebeat-Csrf': 'x'.repeat(43) },
    { 'X-Pagebeat-Csrf': (await signedIn('agent')).csrf },
  ]
  for (const headers of forged) t.is((await agent.ask('/api/sign-out', { ...signOut, headers })).status, 403)
  const simple = { 'Content-Type': 'text/plain' }
  const body = { email: 'agent@example.com', password }
  const plain = await browser().ask('/api/sign-in', { method: 'POST', body, headers: simple })
  t.is(plain.status, 415, 'a form elsewhere can send text/plain, but no JSON')
  t.true(await isSignedIn())

  // No method is another method.
  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])
    t.is((await agent.ask('/api/sign-out?_method=POST', { headers: { [name]: 'POST' } })).status, 404)
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    t.true([403, 404].includes((await agent.ask('/api/session', { method })).status), method)
  t.true(await isSignedIn())

  // A token that was there before the sign-in is worth nothing after it (fixation).
  const victim = browser()
  const planted = 'a'.repeat(43)
  victim.cookies.set('pagebeat', planted)
  t.is((await victim.ask('/api/sign-in', { method: 'POST', body })).status, 204)
  t.not(victim.cookies.get('pagebeat'), planted)
  t.is(await sessions.find(planted), undefined)
  const doubled = await browser().ask('/api/session', {
    headers: { Cookie: `pagebeat=${victim.cookies.get('pagebeat')}; pagebeat=${planted}` },
  })
  t.is(doubled.status, 401, 'a second cookie of the name does not win')

  // Keys that nobody asked for are refused (mass assignment), and so are other kinds of values.
  const more: unknown[] = [
    { ...body, role: 'admin' },
    { ...body, __proto__: null, constructor: { prototype: { role: 'admin' } } },
    { ...body, email: { $ne: '' } },
    { ...body, password: ['x'] },
    [body],
    'text',
    null,
  ]
  for (const sent of more)
    t.is((await browser().ask('/api/sign-in', { method: 'POST', body: JSON.stringify(sent) })).status, 422)
  t.is((await agent.ask('/api/live?conversation=1&conversation=2')).status, 422)
  t.is((await agent.ask('/api/live?other=1')).status, 422)

  // Ids that are none, and those of other kinds, lead nowhere.
  const act = { act: 'take_over', key: 'k'.repeat(20) }
  for (const id of ['0', '-1', '1e3', '1%20OR%201=1', '..%2f..%2fetc', '99999999999999999999', idOf('admin')])
    t.is((await agent.ask(`/api/conversations/${id}/acts`, { method: 'POST', body: act })).status, 404, id)

  // Injected into SQL, the e-mail is a text.
  for (const email of [
    "' OR 1=1 -- ",
    'agent@example.com\u0000',
    '%@example.com',
    'agent@example.com" or ""="',
  ])
    t.is(
      (await browser().ask('/api/sign-in', { method: 'POST', body: { email, password } })).status,
      401,
      email,
    )

  // Nobody can frame the page, run a script in it, or read it from elsewhere.
  const { headers } = await agent.ask('/api/session')
  t.is(headers.get('x-frame-options'), 'DENY')
  t.is(headers.get('x-content-type-options'), 'nosniff')
  t.is(headers.get('referrer-policy'), 'no-referrer')
  t.is(headers.get('cross-origin-resource-policy'), 'same-origin')
  t.is(headers.get('access-control-allow-origin'), null)
  const policy = headers.get('content-security-policy') ?? ''
  t.notRegex(policy, /unsafe|\*(?!\.f)/)
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
    t.true(policy.includes(part), part)
  const other = await agent.ask('/api/session', { headers: { Origin: 'https://evil.example' } })
  t.is(other.headers.get('access-control-allow-origin'), null)

  // A name that was rebound to this machine does not reach the console.
  const rebound = await speak(
    port,
    'GET /api/sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  )
  t.true(rebound.startsWith('HTTP/1.1 421 '))

  // Large, slow and broken requests end.
  const huge = await agent.ask('/api/sign-in', { method: 'POST', body: `"${'x'.repeat(70_000)}"` })
  t.is(huge.status, 413)
  const start = `POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\n`
  const chunk = `${(66_000).toString(16)}\r\n${'x'.repeat(66_000)}\r\n`
  const chunked = await speak(port, `${start}Transfer-Encoding: chunked\r\n\r\n`, { more: chunk })
  t.true(chunked.startsWith('HTTP/1.1 413 '), chunked.slice(0, 40))
  t.regex(await speak(port, `${start}Content-Length: 100\r\n\r\n{"em`), /^(?:HTTP\/1\.1 408 |$)/)
  t.true(
    (await speak(port, 'GET /%E0%A4%A HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')).startsWith(
      'HTTP/1.1 40',
    ),
  )
  for (const sent of ['{', '{"email":1}}', '\u0000', ''])
    t.true([400, 422].includes((await browser().ask('/api/sign-in', { method: 'POST', body: sent })).status))
  t.is(
    (await agent.ask('/api/conversations/1/acts', { method: 'POST', body: '{'.repeat(30_000) })).status,
    400,
  )

  // No text of a request becomes a header.
  const split = await speak(
    port,
    `GET /enter?token=x&to=/a%0d%0aSet-Cookie:%20pagebeat=${planted} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
  )
  t.notRegex(split, /\r\nSet-Cookie: pagebeat=a/i)
  const back = await agent.ask(`/enter?token=x&to=${encodeURIComponent('/a\r\nX-Evil: 1')}`)
  t.deepEqual([back.status, back.headers.get('location'), back.headers.get('x-evil')], [302, '/', null])

  // What is only for people who are signed in stays so, however the path is written.
  for (const path of [
    '/api/session',
    '/API/session',
    '/api//session',
    '/api/session/',
    '/api/%73ession',
    '/./api/session',
  ])
    t.true([401, 404].includes((await createBrowser(origin).ask(path)).status), path)

  // An error tells nothing of the inside, and nothing was logged but what an operator should know.
  await db.destroy()
  const broken = await agent.ask('/api/session')
  t.true(broken.status >= 500)
  t.regex(broken.text, /^\{"error":"\w+","says":"[^"]+"\}$/)
  t.notRegex(broken.text, /select|consoleSession|node:/)
  // Once or more: a round of the live events may meet it, too.
  t.deepEqual([...new Set(errors.map(String))], ['Error: driver has already been destroyed'])
})
