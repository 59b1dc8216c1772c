import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { createGraph } from '../../../src/facebook/graph/compose.ts'
import { createMemoryPageGate } from '../../../src/facebook/graph/page-gate.ts'
import { access, stubClock } from './stub-call.ts'
import { answer, says, startRawServer } from './raw-server.ts'

const read = { method: 'GET', path: '77', access } as const
const other = { ...read, access: { pageId: asPageId('2002'), token: 'other-token' } }

test('a throttled Page makes no call for the time that Facebook names, and other Pages do', async (t) => {
  const server = await startRawServer()
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  const graph = createGraph({ url: server.url, version: 'v26.0', appSecret: 's', gate, now: clock.now })
  const usage = {
    'x-business-use-case-usage': '{"1001":[{"call_count":100,"estimated_time_to_regain_access":2}]}',
  }
  server.behave = says(answer('{"error":{"code":80006}}', { status: 400, headers: usage }))
  t.like(await t.throwsAsync(graph.call(read)), { code: 'graph_rate_limited', retryAfterMs: 120_000 })
  server.behave = says(answer('{"id":"77"}'))
  t.like(await t.throwsAsync(graph.call(read)), { fault: { reason: 'page_paused' } })
  await graph.call(other)
  clock.at += 119_999
  t.like(await t.throwsAsync(graph.call(read)), { retryAfterMs: 1 })
  clock.at += 1
  await graph.call(read)
  t.is(server.requests.length, 3)
  await graph.close()
  await server.close()
})

test('while Facebook cannot be reached no connection is tried, and a paused Page does not take the trial', async (t) => {
  const server = await startRawServer((socket) => socket.resetAndDestroy())
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  const breaker = { openAfter: 2, openMs: 5_000 }
  const graph = createGraph({
    url: server.url,
    version: 'v26.0',
    appSecret: 's',
    gate,
    breaker,
    now: clock.now,
  })
  for (let i = 0; i < 4; i++) await t.throwsAsync(graph.call(read))
  t.is(server.requests.length, 2)
  await gate.pause(access.pageId, { untilMs: clock.at + 60_000, reason: 'policy_block' })
  clock.at += 5_000
  server.behave = says(answer('{"id":"77"}'))
  t.like(await t.throwsAsync(graph.call(read)), { code: 'graph_rate_limited' })
  await graph.call(other)
  t.is(server.requests.length, 3)
  await graph.close()
  await server.close()
})

test('a call whose time is over before it begins is not made', async (t) => {
  const server = await startRawServer(says(answer('{"id":"77"}')))
  const graph = createGraph({ url: server.url, version: 'v26.0', appSecret: 's' })
  for (const deadlineMs of [0, -5])
    t.like(await t.throwsAsync(graph.call({ ...read, isSend: true, deadlineMs })), {
      code: 'graph_unavailable',
    })
  t.is(server.connections(), 0)
  await graph.close()
  await server.close()
})
