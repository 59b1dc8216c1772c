import type { Socket } from 'node:net'
import test from 'ava'
import { Agent } from 'undici'
import { createGraphAgent } from '../../../src/facebook/graph/graph-agent.ts'
import { until } from '../../helpers/until.ts'
import { graphAt, read, send, startGraph } from './raw-graph.ts'
import { answer, says, saysAndEnds, startRawServer } from './raw-server.ts'

test('without a connection nothing is sent, so even a send may be repeated', async (t) => {
  const server = await startRawServer()
  await server.close()
  await using graph = graphAt(server.url)
  for (const request of [read, send])
    t.like(await t.throwsAsync(graph.call(request)), {
      code: 'graph_unavailable',
      fault: { reason: 'ECONNREFUSED' },
    })
})

test('an unknown host, a connection that never opens and a deadline before it mean not sent', async (t) => {
  const awake = await startRawServer() // none of the timers below keeps the process running
  t.teardown(awake.close)
  const unknownHost = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })
  await using unknown = graphAt(
    'http://graph.invalid',
    new Agent({ connect: { lookup: (_host, _how, back) => back(unknownHost, []) } }),
  )
  t.like(await t.throwsAsync(unknown.call(send)), {
    code: 'graph_unavailable',
    fault: { reason: 'ENOTFOUND' },
  })

  await using slow = graphAt(
    'http://graph.invalid',
    new Agent({ connect: { timeout: 30, lookup: () => {} } }),
  )
  t.like(await t.throwsAsync(slow.call(send)), {
    code: 'graph_unavailable',
    fault: { reason: 'UND_ERR_CONNECT_TIMEOUT' },
  })

  await using late = graphAt(
    'http://graph.invalid',
    new Agent({ connect: { timeout: 60_000, lookup: () => {} } }),
  )
  t.like(await t.throwsAsync(late.call({ ...send, signal: AbortSignal.timeout(10) })), {
    code: 'graph_unavailable',
    fault: { reason: 'deadline_before_sending' },
  })
})

test('a TLS handshake that breaks means not sent', async (t) => {
  const server = await startRawServer()
  await using graph = graphAt(
    server.url.replace('http:', 'https:'),
    createGraphAgent({ connectTimeoutMs: 200 }),
  )
  t.like(await t.throwsAsync(graph.call(send)), { code: 'graph_unavailable' })
  t.deepEqual(server.requests, [])
  await server.close()
})

test('a call whose deadline is over before it starts opens no connection', async (t) => {
  await using graph = await startGraph(says(answer('{"id":"1"}')))
  await t.throwsAsync(graph.call({ ...send, signal: AbortSignal.abort() }), {
    message: /deadline_before_sending/,
  })
  t.is(graph.connections(), 0)
})

test('calls share the connections that are allowed, and one that the server closed meanwhile does no harm', async (t) => {
  const server = await startRawServer(says(answer('{"id":"1"}')))
  await using graph = graphAt(server.url, createGraphAgent({ connections: 1 }))
  await Promise.all([graph.call(send), graph.call(send), graph.call(send)])
  t.is(server.connections(), 1)
  server.behave = saysAndEnds(answer('{"id":"1"}'))
  await graph.call(send)
  await until('the connection is closed', async () => server.open() === 0)
  await graph.call(send)
  t.is(server.requests.length, 5)
  await server.close()
})

test('a send on a used connection that breaks is not repeated by the HTTP client', async (t) => {
  for (const breaks of [saysAndEnds(''), (socket: Socket) => void socket.resetAndDestroy()]) {
    const server = await startRawServer(says(answer('{"id":"1"}')))
    await using graph = graphAt(server.url, createGraphAgent({ connections: 1 }))
    await graph.call(send)
    server.behave = breaks
    const both = await Promise.allSettled([graph.call(send), graph.call({ ...send, path: '1001/other' })])
    for (const end of both) t.like(end, { status: 'rejected', reason: { code: 'send_outcome_unknown' } })
    t.is(server.requests.length, 3)
    await server.close()
  }
})
