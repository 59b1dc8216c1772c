import { Agent } from 'node:http'
import test from 'ava'
import { metrics } from '../../src/telemetry/metrics.ts'
import { headOf, openRaw, post, send } from './http.ts'
import { startStubReceiver } from './stub-receiver.ts'

const body = '{"object":"page","entry":[{"id":"1"}]}'
const impatient = { headersMs: 150, requestMs: 300, checkMs: 30 }

/** Sends one byte now and then until the other side closes. */
async function dribble(connection: Awaited<ReturnType<typeof openRaw>>, text: string): Promise<string> {
  let at = 0
  const timer = setInterval(() => connection.write(text[at++ % text.length] ?? ''), 10)
  const answer = await connection.closed
  clearInterval(timer)
  return answer
}

test('cuts off slow clients, and serves the others', async (t) => {
  const receiver = await startStubReceiver({ timeouts: impatient })
  const [headers, slow, halfOpen, halfHead] = await Promise.all(
    [1, 2, 3, 4].map(() => openRaw(receiver.port)),
  )
  if (!headers || !slow || !halfOpen || !halfHead) throw new Error('no connection')
  headers.write('POST /webhook HTTP/1.1\r\nHost: test\r\n')
  slow.write(headOf(body, 'Content-Length: 100000\r\n\r\n'))
  halfOpen.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`))
  halfHead.write('POST /webhook HT')
  const answers = Promise.all([
    dribble(headers, 'X-Filler: 1\r\n'),
    dribble(slow, 'a'),
    halfOpen.closed,
    halfHead.closed,
  ])
  t.is((await post(receiver.port, body)).status, 200)
  for (const answer of await answers) t.regex(answer, /^(?:HTTP\/1\.1 40[08] |$)/)
  t.is((await post(receiver.port, body)).status, 200)
  t.deepEqual(receiver.bodies(), [body, body])
  t.deepEqual(receiver.errors, [])
  await receiver.close()
})

test('stores nothing of a request that its client ended early', async (t) => {
  const receiver = await startStubReceiver()
  const raw = await openRaw(receiver.port)
  raw.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200) // by now the bytes above are read
  raw.socket.resetAndDestroy()
  await raw.closed
  t.is((await post(receiver.port, body)).status, 200)
  t.deepEqual(receiver.bodies(), [body])
  t.deepEqual(receiver.errors, [])
  await receiver.close()
})

// Serial: the counters are those of the process, and clients of other tests end requests early too.
test.serial('counts clients that end a request early, by a reset or an orderly end', async (t) => {
  const receiver = await startStubReceiver()
  const before = await countOf('aborted')
  for (const giveUp of ['resetAndDestroy', 'end'] as const) {
    const raw = await openRaw(receiver.port)
    raw.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`))
    t.is((await send(receiver.port, { path: '/healthz' })).status, 200) // by now the bytes above are read
    raw.socket[giveUp]()
    await raw.closed
  }
  await receiver.close()
  t.is((await countOf('aborted')) - before, 2)
  t.deepEqual([receiver.bodies(), receiver.errors], [[], []])
})

test('continues when a client is gone before its response', async (t) => {
  const [begun, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const receiver = await startStubReceiver({
    store: async () => {
      begun.resolve()
      await gone.promise
    },
  })
  const raw = await openRaw(receiver.port)
  raw.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body}`))
  await begun.promise
  raw.socket.resetAndDestroy()
  await raw.closed
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200) // by now the reset is read
  gone.resolve()
  t.is((await post(receiver.port, body)).status, 200)
  await receiver.close()
  t.deepEqual([receiver.bodies(), receiver.errors], [[body, body], []])
})

test('responds to anything but HTTP with 400 and continues', async (t) => {
  const receiver = await startStubReceiver()
  for (const bytes of [
    '\u0016\u0003\u0001\u0002\u0000',
    'GET\r\n\r\n',
    `${headOf(body)}Content-Length: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nX: ${'a'.repeat(70_000)}`,
  ]) {
    const raw = await openRaw(receiver.port)
    raw.write(bytes)
    t.regex(await raw.closed, /^HTTP\/1\.1 4\d\d /)
  }
  t.is((await post(receiver.port, body)).status, 200)
  await receiver.close()
})

test('serves the requests under way when it stops, also slow ones, and takes no new connection', async (t) => {
  const receiver = await startStubReceiver({ timeouts: { drainMs: 600_000 } })
  const agent = new Agent({ keepAlive: true })
  t.is((await post(receiver.port, body, { agent })).status, 200) // leaves an idle connection behind
  const raw = await openRaw(receiver.port)
  raw.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200) // the head above is read
  const closed = receiver.close()
  await t.throwsAsync(post(receiver.port, body), { code: 'ECONNREFUSED' })
  raw.write(body.slice(10))
  t.regex(await raw.closed, /^HTTP\/1\.1 200 .*connection: close.*EVENT_RECEIVED$/is)
  await closed
  t.deepEqual(receiver.bodies(), [body, body])
  agent.destroy()
})

test('ends the connection with every response after the stop, also with a refusal', async (t) => {
  const receiver = await startStubReceiver({ timeouts: { drainMs: 600_000 } })
  const [accepted, refused, elsewhere] = await Promise.all([1, 2, 3].map(() => openRaw(receiver.port)))
  if (!accepted || !refused || !elsewhere) throw new Error('no connection')
  const head = headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`)
  accepted.write(head)
  refused.write(head)
  elsewhere.write(head.replace('/webhook', '/webhook/'))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200) // the heads above are read
  const closed = receiver.close()
  accepted.write(body.slice(10))
  refused.write(body.slice(10).replace('1', '2'))
  elsewhere.write(body.slice(10))
  t.regex(await accepted.closed, /^HTTP\/1\.1 200 .*connection: close.*EVENT_RECEIVED$/is)
  t.regex(await refused.closed, /^HTTP\/1\.1 403 .*connection: close.*Forbidden$/is)
  t.regex(await elsewhere.closed, /^HTTP\/1\.1 200 .*connection: close.*EVENT_RECEIVED$/is)
  await closed
})

test('closes without waiting for idle connections', async (t) => {
  const receiver = await startStubReceiver({ timeouts: { drainMs: 600_000 } })
  const agent = new Agent({ keepAlive: true })
  t.is((await post(receiver.port, body, { agent })).status, 200)
  const raw = await openRaw(receiver.port)
  await receiver.close()
  t.is(await raw.closed, '')
  agent.destroy()
})

test('ends requests that take too long after the stop', async (t) => {
  const receiver = await startStubReceiver({ timeouts: { drainMs: 50 } })
  const raw = await openRaw(receiver.port)
  raw.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200)
  await receiver.close()
  t.notRegex(await raw.closed, / 200 /)
  t.deepEqual(receiver.bodies(), [])
})

async function countOf(result: string): Promise<number> {
  const { values } = await metrics.webhooks.get()
  return values.find(({ labels }) => labels.result === result)?.value ?? 0
}
