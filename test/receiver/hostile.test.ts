import test from 'ava'
import { until } from '../helpers/until.ts'
import { headOf, openRaw, post, type RawConnection, send } from './http.ts'
import { withReceiver } from './stub-receiver.ts'

const mebi = 1024 * 1024
const body = '{"object":"page","entry":[{"id":"1"}]}'
const large = Buffer.alloc(mebi, 'a')
/** So long that no connection is closed because it is slow. */
const longTimeouts = { headersMs: 600_000, requestMs: 600_000 }
const unsigned = 'POST /webhook HTTP/1.1\r\nHost: test\r\n'

async function openAll(port: number, count: number): Promise<readonly RawConnection[]> {
  return await Promise.all(Array.from({ length: count }, () => openRaw(port)))
}

test('refuses a request without a well-formed signature before its body comes', async (t) => {
  await withReceiver(async ({ port, groups }) => {
    const malformed = ['', 'sha256=', 'sha1=0123', `sha256=${'g'.repeat(64)}`, `sha256=${'a'.repeat(65)}`]
    const headers = ['', ...malformed.map((value) => `X-Hub-Signature-256: ${value}\r\n`)]
    for (const signature of headers)
      for (const length of [
        `Content-Length: ${4 * mebi}\r\n`,
        'Transfer-Encoding: chunked\r\n',
        `Content-Length: ${4 * mebi}\r\nExpect: 100-continue\r\n`,
      ]) {
        const raw = await openRaw(port)
        raw.write(`${unsigned}${signature}${length}\r\n`)
        t.regex(await raw.closed, /^HTTP\/1\.1 403 .*connection: close.*Forbidden$/is, signature + length)
      }
    t.is(groups.length, 0)
  })
})

test('answers 503 to large bodies above its budget, and goes on taking small ones', async (t) => {
  await withReceiver(
    async ({ port, bodies }) => {
      const [announced, chunked] = await openAll(port, 2)
      if (!announced || !chunked) throw new Error('no connection')
      announced.write(headOf('x', `Content-Length: ${mebi}\r\n\r\n`))
      chunked.write(headOf('x', 'Transfer-Encoding: chunked\r\n\r\n'))
      chunked.write(`${(mebi / 2).toString(16)}\r\n`)
      chunked.write(Buffer.alloc(mebi / 2, 'a'))
      await until('503', async () => (await post(port, large)).status === 503)
      const refused = await post(port, large)
      t.deepEqual([refused.status, refused.headers['retry-after']], [503, '1'])
      t.is((await post(port, body)).status, 200)
      announced.socket.destroy()
      chunked.socket.destroy()
      await until('200', async () => (await post(port, large)).status === 200)
      t.deepEqual(bodies(), [body, large.toString()])
    },
    { bounds: { bodyBytes: 1.5 * mebi, slowBodyMs: 600_000 } },
  )
})

test('a connection that carried a delivery keeps its place, for large bodies and as a connection', async (t) => {
  await withReceiver(
    async ({ port, bodies }) => {
      const known = await openRaw(port)
      known.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body}`))
      await known.until(/EVENT_RECEIVED$/)
      const strangers = await openAll(port, 12)
      for (const stranger of strangers) stranger.write(headOf('x', `Content-Length: ${mebi}\r\n\r\n`))
      await until('five are replaced', () => strangers.filter(({ socket }) => socket.destroyed).length >= 5)
      known.write(headOf(large, `Content-Length: ${large.length}\r\nConnection: close\r\n\r\n`))
      known.write(large)
      t.regex(await known.closed, /EVENT_RECEIVED.*EVENT_RECEIVED$/s)
      t.is((await post(port, body)).status, 200)
      t.deepEqual(bodies(), [body, large.toString(), body])
      for (const { socket } of strangers) socket.destroy()
    },
    { bounds: { bodyBytes: 1.5 * mebi, slowBodyMs: 600_000, connections: 8 }, timeouts: longTimeouts },
  )
})

test('at its bound of connections it closes the oldest strangers, and serves the new ones', async (t) => {
  await withReceiver(
    async ({ port, bodies }) => {
      const silent = await openAll(port, 30)
      await until('20 are replaced', () => silent.filter(({ socket }) => socket.destroyed).length >= 20)
      t.is((await post(port, body)).status, 200)
      t.is((await send(port, { path: '/healthz' })).status, 200)
      t.deepEqual(bodies(), [body])
      for (const { socket } of silent) socket.destroy()
    },
    { bounds: { connections: 10 }, timeouts: longTimeouts },
  )
})

test('answers requests that were sent ahead, in order, but not any number of them', async (t) => {
  await withReceiver(async ({ port, bodies }) => {
    const patient = await openRaw(port)
    const texts = Array.from({ length: 50 }, (_, index) => `{"n":${index}}`)
    patient.write(texts.map((text) => headOf(text, `Content-Length: ${text.length}\r\n\r\n${text}`)).join(''))
    await patient.until(/(?:EVENT_RECEIVED[^_]*){50}$/)
    t.deepEqual(bodies(), texts)
    patient.socket.destroy()

    const flood = await openRaw(port)
    flood.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20_000))
    t.true((await flood.closed).split('HTTP/1.1 ').length <= 200)
    t.is((await post(port, body)).status, 200)
  })
})

test('requests that were sent ahead have a bound over all connections, too', async (t) => {
  const stored = Promise.withResolvers<void>()
  await withReceiver(
    async ({ port }) => {
      const connections = await openAll(port, 25)
      for (const connection of connections) {
        connection.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body}`))
        connection.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(90))
      }
      await until('one is closed', () => connections.some(({ socket }) => socket.destroyed)).finally(() =>
        stored.resolve(),
      )
      t.is((await post(port, body)).status, 200)
      for (const { socket } of connections) socket.destroy()
    },
    { store: () => stored.promise, deadlineMs: 600_000, timeouts: longTimeouts },
  )
})

test('stores a body of many small pieces, and refuses one of many tiny pieces', async (t) => {
  await withReceiver(async ({ port, bodies }) => {
    const text = 'ab'.repeat(50_000)
    const asPieces = (size: number): string =>
      Array.from({ length: text.length / size }, () => `${size.toString(16)}\r\n${text.slice(0, size)}\r\n`)
        .join('')
        .concat('0\r\n\r\n')
    for (const [size, signed, status] of [
      [100, text, 200],
      [100, 'another text', 403],
      [1, text, 400],
    ] as const) {
      const raw = await openRaw(port)
      raw.write(headOf(signed, 'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n'))
      raw.write(asPieces(size))
      t.regex(await raw.closed, new RegExp(`^HTTP/1\\.1 ${status} `))
    }
    t.deepEqual(bodies(), [text])
  })
})
