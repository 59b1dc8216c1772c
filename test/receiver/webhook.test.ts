import { Agent } from 'node:http'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { appSecret, headOf, openRaw, post, send, signatureOf } from './http.ts'
import { withReceiver } from './stub-receiver.ts'

const mebi = 1024 * 1024
const small = '{"object":"page","entry":[{"id":"1","time":1,"changes":[]}]}'

test('stores the bytes as they came, and responds with 200', async (t) => {
  await withReceiver(async ({ port, groups, bodies }) => {
    const escaped = String.raw`{"text":"\u00e4 \ud83d\udc4d https:\/\/example.org mail\u0040example.org 50\u0025 \u003C", "n": 1.0}`
    const notUtf8 = Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x7d])
    for (const body of [small, escaped, 'ä👍', '{"broken":', '', '\uFEFF{}']) {
      const answer = await post(port, body)
      t.is(answer.status, 200)
      t.is(answer.text, 'EVENT_RECEIVED')
    }
    t.deepEqual(bodies(), [small, escaped, 'ä👍', '{"broken":', '', '\uFEFF{}'])
    t.is((await post(port, notUtf8)).status, 200)
    t.like(groups.at(-1)?.[0], { body: notUtf8.toString('base64'), base64: true })
    t.true(groups.flat().every(({ at }) => Math.abs(at - Date.now()) < 60_000))
  })
})

test('accepts the old and the new secret while one is replaced, and no third', async (t) => {
  const appSecrets = ['new-secret', 'old-secret']
  await withReceiver(
    async ({ port, groups }) => {
      const statuses = async (secret: string): Promise<number> =>
        (await post(port, small, { headers: { 'x-hub-signature-256': signatureOf(small, secret) } })).status
      t.is(await statuses('new-secret'), 200)
      t.is(await statuses('old-secret'), 200)
      t.is(await statuses('new-secret,old-secret'), 403)
      t.is(await statuses(''), 403)
      t.is(groups.length, 2)
    },
    { appSecrets },
  )
})

test('refuses a body without a right signature unread, and reveals nothing', async (t) => {
  await withReceiver(async ({ port, groups, errors }) => {
    const right = signatureOf(small)
    const hex = right.slice('sha256='.length)
    const wrong: readonly (readonly [string, Readonly<Record<string, string | string[]>>])[] = [
      ['none', { 'x-hub-signature-256': [] }],
      ['only the old header', { 'x-hub-signature-256': [], 'x-hub-signature': `sha1=${hex.slice(0, 40)}` }],
      ['empty', { 'x-hub-signature-256': '' }],
      ['no digest', { 'x-hub-signature-256': 'sha256=' }],
      ['no name', { 'x-hub-signature-256': hex }],
      ['another name', { 'x-hub-signature-256': `sha1=${hex}` }],
      ['short', { 'x-hub-signature-256': right.slice(0, -1) }],
      ['long', { 'x-hub-signature-256': `${right}0` }],
      ['upper case', { 'x-hub-signature-256': `sha256=${hex.toUpperCase()}` }],
      ['upper-case name', { 'x-hub-signature-256': `SHA256=${hex}` }],
      ['no hex', { 'x-hub-signature-256': `sha256=${'g'.repeat(64)}` }],
      ['twice', { 'x-hub-signature-256': [right, right] }],
      ['another body', { 'x-hub-signature-256': signatureOf(`${small} `) }],
      ['the body re-serialised', { 'x-hub-signature-256': signatureOf(String.raw`"\u00e4"`) }],
      ['another secret', { 'x-hub-signature-256': signatureOf(small, `${appSecret}x`) }],
    ]
    for (const [name, headers] of wrong) {
      const answer = await post(port, small, { headers })
      t.is(answer.status, 403, name)
      t.is(answer.text, 'Forbidden', name)
      t.false(JSON.stringify(answer.headers).includes(hex.slice(0, 12)), name)
    }
    const garbage = Buffer.from('\u0000{"object":{{{{[[[[ marker')
    t.is((await post(port, garbage, { headers: { 'x-hub-signature-256': right } })).status, 403)
    t.deepEqual([groups, errors], [[], []])
    t.is((await post(port, garbage)).status, 200) // signed, so it is stored
  })
})

test('accepts 4 MiB, and refuses one byte more before or while it comes', async (t) => {
  await withReceiver(async ({ port, bodies }) => {
    const largest = Buffer.alloc(4 * mebi, 'a')
    t.is((await post(port, largest)).status, 200)
    t.is(bodies()[0]?.length, 4 * mebi)
    const announced = await openRaw(port)
    announced.write(headOf('', `Content-Length: ${4 * mebi + 1}\r\n\r\n`))
    t.regex(await announced.closed, /^HTTP\/1\.1 413 .*Payload Too Large$/s)
    const chunked = await openRaw(port)
    chunked.write(headOf('', 'Transfer-Encoding: chunked\r\n\r\n'))
    const chunk = Buffer.alloc(mebi, 'a')
    for (let sent = 0; sent < 4; sent++) {
      chunked.write(`${mebi.toString(16)}\r\n`)
      chunked.write(chunk)
      chunked.write('\r\n')
    }
    chunked.write('1\r\na\r\n')
    t.regex(await chunked.closed, /^HTTP\/1\.1 413 .*Payload Too Large$/s)
    t.is(bodies().length, 1)
  })
})

test('accepts a chunked body of any division, and one after 100 Continue', async (t) => {
  await withReceiver(async ({ port, bodies }) => {
    const raw = await openRaw(port)
    raw.write(headOf(small, 'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n'))
    for (const letter of small) raw.write(`1\r\n${letter}\r\n`)
    raw.write('0\r\n\r\n')
    t.regex(await raw.closed, /^HTTP\/1\.1 200 /)
    const patient = await openRaw(port)
    patient.write(
      headOf(small, `Content-Length: ${small.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`),
    )
    await patient.until(/^HTTP\/1\.1 100 Continue/)
    patient.write(small)
    t.regex(await patient.closed, /HTTP\/1\.1 200 /)
    t.deepEqual(bodies(), [small, small])
  })
})

test('refuses compressed bodies', async (t) => {
  await withReceiver(async ({ port, groups }) => {
    const body = gzipSync(small)
    for (const encoding of ['gzip', 'br', 'deflate', 'x-unknown', 'gzip, identity']) {
      const answer = await post(port, body, { headers: { 'content-encoding': encoding } })
      t.is(answer.status, 415, encoding)
      t.regex(answer.text, /uncompressed/)
    }
    t.is(groups.length, 0)
    t.is((await post(port, small, { headers: { 'content-encoding': 'identity' } })).status, 200)
  })
})

test('takes a batch of 1,000 entries as one delivery', async (t) => {
  await withReceiver(async ({ port, bodies }) => {
    const entry = Array.from({ length: 1000 }, (_, index) => ({
      id: '1',
      time: index,
      changes: [{ field: 'feed', value: { item: 'status' } }],
    }))
    const body = JSON.stringify({ object: 'page', entry })
    t.is((await post(port, body)).status, 200)
    t.deepEqual(bodies(), [body])
  })
})

test('uses a connection again after every refusal of a body that was read', async (t) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await withReceiver(async ({ port, bodies }) => {
    const refused = await post(port, small, { agent, headers: { 'x-hub-signature-256': 'sha256=' } })
    t.is(refused.status, 403)
    t.is((await post(port, small, { agent })).status, 200)
    t.is((await post(port, small, { agent, headers: { 'content-encoding': 'gzip' } })).status, 415)
    t.is((await post(port, small, { agent })).status, 200)
    const large = await openRaw(port)
    large.write(headOf('', `Content-Length: ${5 * mebi}\r\n\r\n`))
    t.regex(await large.closed, /413.*connection: close/is) // the rest of this connection would be read as a request
    t.is((await post(port, small, { agent })).status, 200)
    t.is(bodies().length, 3)
  })
  agent.destroy()
})

test('has no other path and no other method', async (t) => {
  await withReceiver(async ({ port, groups }) => {
    for (const path of ['/', '/webhook/x', '/Webhooks', '/metrics', '/..%2fwebhook'])
      t.is((await post(port, small, { path })).status, 404, path)
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await post(port, small, { method })
      t.is(answer.status, 405, method)
      t.regex(String(answer.headers['allow']), /GET.*POST/)
    }
    t.is((await send(port, { method: 'POST', path: '/healthz' })).status, 405)
    t.is(groups.length, 0)
  })
})

test('reports whether it is alive and whether it would store a delivery now', async (t) => {
  let reason: string | undefined
  await withReceiver(
    async ({ port, groups }) => {
      t.is((await send(port, { path: '/readyz' })).status, 200)
      reason = 'Redis is full'
      const answer = await send(port, { path: '/readyz' })
      t.deepEqual([answer.status, answer.text], [503, 'Redis is full'])
      t.is((await send(port, { path: '/healthz' })).status, 200)
      const refused = await post(port, small)
      t.deepEqual([refused.status, refused.headers['retry-after']], [503, '1'])
      t.is(groups.length, 0)
      reason = undefined
      t.is((await post(port, small)).status, 200)
    },
    { notReadyBecause: () => reason },
  )
})
