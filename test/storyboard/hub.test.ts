import { asProfileId } from '../../src/domain/ids.ts'
import { createHmac } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { createCallHub } from '../../src/storyboard/hub.ts'
import type { HubRequest } from '../../src/storyboard/storyboard.ts'
import { noUnderstanding, turnOf } from './small-storyboard.ts'

function requestOf(budgetMs = 2_000): HubRequest {
  return {
    hub: { name: 'orders', url: 'env:URL', secret: 'param:secret', budgetMs },
    question: 'where',
    turn: turnOf({ text: 'Grüße' }),
    understanding: noUnderstanding,
    profile: { pId: asProfileId('5') },
    context: {},
    slots: { order: 'AB1234' },
    recent: [],
  }
}

async function hubAt(t: ExecutionContext, listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const settings: Readonly<Record<string, string>> = {
    'env:URL': `http://127.0.0.1:${port}/hub`,
    'param:secret': 's3',
  }
  return (setting: string) => settings[setting]
}

test('the hub gets the whole context, signed over its bytes, and its response is returned', async (t) => {
  const resolve = await hubAt(t, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const isSigned =
        request.headers['x-pagebeat-signature-256'] ===
        `sha256=${createHmac('sha256', 's3').update(body).digest('hex')}`
      const { v, hub, question, slots, turn } = JSON.parse(body.toString())
      response.end(
        JSON.stringify({
          texts: [`${isSigned} ${v} ${hub} ${question} ${slots.order} ${turn.id} ${turn.text}`],
          scene: 'next',
        }),
      )
    })
  })
  t.deepEqual(await createCallHub({ resolve })(requestOf()), {
    texts: ['true 1 orders where AB1234 7 Grüße'],
    scene: 'next',
  })
})

test('a hub without a usable response is silent, with the reason', async (t) => {
  const bodies: readonly (readonly [RequestListener, string])[] = [
    [() => {}, 'timeout'],
    [(_, response) => void response.write('{'), 'timeout'],
    [(_, response) => void response.end(`{"texts":["${'x'.repeat(70_000)}"]}`), 'too_large'],
    [(_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'unreachable'],
    [(_, response) => void response.writeHead(500).end('{}'), 'status_500'],
    [(_, response) => void response.end('<html>'), 'malformed'],
    [(_, response) => void response.end('{"texts":"no list"}'), 'malformed'],
    [(_, response) => void response.end('{"unknown":1}'), 'malformed'],
    [(_, response) => void response.end('{"profile":{"loyaltyPoints":"many"}}'), 'malformed'],
    [(request) => void request.socket.destroy(), 'unreachable'],
  ]
  for (const [listener, silent] of bodies) {
    const resolve = await hubAt(t, listener)
    t.deepEqual(await createCallHub({ resolve })(requestOf(silent === 'timeout' ? 60 : 2_000)), { silent })
  }
  t.deepEqual(await createCallHub({ resolve: () => undefined })(requestOf()), { silent: 'not_configured' })
  const hanging = createCallHub({ resolve: () => new Promise(() => {}) })
  t.deepEqual(await hanging(requestOf(50)), { silent: 'timeout' })
})

test('a hub that fails several times in a row is not called for a while, then once', async (t) => {
  let now = 0
  let calls = 0
  let isUp = false
  const call = createCallHub({
    resolve: () => 'http://127.0.0.1:1/',
    clock: () => now,
    breaker: { openAfter: 2, openMs: 1_000 },
    fetch: async () => {
      calls++
      if (!isUp) throw new TypeError('fetch failed')
      return new Response('{}')
    },
  })
  const silences = []
  for (let turn = 0; turn < 4; turn++) silences.push(await call(requestOf()))
  const expected = ['unreachable', 'unreachable', 'breaker_open', 'breaker_open']
  t.deepEqual(
    silences,
    expected.map((silent) => ({ silent })),
  )
  t.is(calls, 2)
  now = 1_000
  isUp = true
  t.deepEqual([await call(requestOf()), await call(requestOf()), calls], [{}, {}, 4])
})
