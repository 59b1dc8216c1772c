import { createServer } from 'node:net'
import { once } from 'node:events'
import test from 'ava'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { pagePauses, pageRates } from '../../src/facebook/page-rates.ts'
import { workerConnection } from '../../queues/connection.ts'

const noHolds = { find: async () => undefined, hold: async () => undefined }

test('the published rates: 300 texts and 10 media a second, 750 private replies an hour, 30 comments a minute, 2 look-ups a second', (t) => {
  t.deepEqual(pageRates, {
    messages: { points: 300, duration: 1 },
    media: { points: 10, duration: 1 },
    private_replies: { points: 750, duration: 3_600 },
    comments: { points: 30, duration: 60 },
  })
  t.deepEqual(pagePauses, { conversations: 550 })
})

test('a Redis that takes the connection and never answers keeps no call waiting', async (t) => {
  const server = createServer(() => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const redis = workerConnection(`redis://127.0.0.1:${port}`)
  t.teardown(() => {
    redis.disconnect()
    server.close()
  })
  const gate = createPageGate({ holds: noHolds, redis, prefix: 'hanging', patienceMs: 20 })
  const tooSlow = { message: 'Redis did not answer within 20 ms' }
  await t.throwsAsync(gate.heldUntil('1001', { lane: 'messages' }), tooSlow)
  await t.throwsAsync(gate.heldUntil('1001', { lane: 'set_up' }), tooSlow)
  await t.throwsAsync(gate.slow('1001', { betweenMs: 250, untilMs: Date.now() + 60_000 }), tooSlow)
})

test('what is held by MySQL does not ask Redis', async (t) => {
  const redis = workerConnection('redis://127.0.0.1:1')
  t.teardown(() => redis.disconnect())
  const hold = { untilMs: Date.now() + 60_000, reason: 'policy_block' }
  const holds = { ...noHolds, find: async (pageId: string) => (pageId === '1001' ? hold : undefined) }
  const gate = createPageGate({ holds, redis, prefix: 'unused', patienceMs: 20 })
  t.deepEqual(await gate.heldUntil('1001', { lane: 'messages' }), { ...hold, reason: 'policy_block' })
})

test('calls with a new token are counted, though the old one is held', async (t) => {
  const redis = workerConnection('redis://127.0.0.1:1')
  t.teardown(() => redis.disconnect())
  const hold = { untilMs: Date.now() + 60_000, reason: 'token', tokenDigest: 'of the old' }
  const holds = { ...noHolds, find: async (pageId: string) => (pageId === '1001' ? hold : undefined) }
  const gate = createPageGate({ holds, redis, prefix: 'unused', patienceMs: 20 })
  t.deepEqual(await gate.heldUntil('1001', { lane: 'messages', tokenDigest: 'of the old' }), {
    ...hold,
    reason: 'token',
  })
  const asked = gate.heldUntil('1001', { lane: 'messages', tokenDigest: 'of the new' })
  await t.throwsAsync(asked, { message: /Redis did not answer/ })
})
