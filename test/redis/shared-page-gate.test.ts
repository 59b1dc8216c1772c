import { createServer } from 'node:net'
import { once } from 'node:events'
import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import type { PagePause } from '../../src/domain/page-pause.ts'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { laneSpacingMs, pageRates } from '../../src/facebook/page-rates.ts'
import { workerConnection } from '../../queues/connection.ts'

const noPauses = { find: async () => undefined, pause: async () => undefined }

test('has the published rates: 300 texts and 10 media a second, 750 private replies an hour, 30 comments and 300 hides a minute, 20 leads and 2 look-ups a second', (t) => {
  t.deepEqual(pageRates, {
    messages: { points: 300, duration: 1 },
    media: { points: 10, duration: 1 },
    private_replies: { points: 750, duration: 3_600 },
    comments: { points: 30, duration: 60 },
    moderation: { points: 300, duration: 60 },
    leads: { points: 20, duration: 1 },
  })
  t.deepEqual(laneSpacingMs, { conversations: 550 })
})

test('no call waits for a Redis that takes the connection and never responds', async (t) => {
  const server = createServer(() => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const redis = workerConnection(`redis://127.0.0.1:${port}`)
  t.teardown(() => {
    redis.disconnect()
    server.close()
  })
  const gate = createPageGate({ pauses: noPauses, redis, prefix: 'hanging', patienceMs: 20 })
  const tooSlow = { message: 'no response from Redis within 20 ms' }
  await t.throwsAsync(gate.pausedUntil(asPageId('1001'), { lane: 'messages' }), tooSlow)
  await t.throwsAsync(gate.pausedUntil(asPageId('1001'), { lane: 'settings' }), tooSlow)
  await t.throwsAsync(gate.slow(asPageId('1001'), { betweenMs: 250, untilMs: Date.now() + 60_000 }), tooSlow)
})

test('a call that MySQL pauses does not ask Redis', async (t) => {
  const redis = workerConnection('redis://127.0.0.1:1')
  t.teardown(() => redis.disconnect())
  const pause: PagePause = { untilMs: Date.now() + 60_000, reason: 'policy_block' }
  const pauses = { ...noPauses, find: async (pageId: string) => (pageId === '1001' ? pause : undefined) }
  const gate = createPageGate({ pauses, redis, prefix: 'unused', patienceMs: 20 })
  t.deepEqual(await gate.pausedUntil(asPageId('1001'), { lane: 'messages' }), {
    ...pause,
    reason: 'policy_block',
  })
})

test('calls with a new token are counted while the old one is paused', async (t) => {
  const redis = workerConnection('redis://127.0.0.1:1')
  t.teardown(() => redis.disconnect())
  const pause: PagePause = { untilMs: Date.now() + 60_000, reason: 'token', tokenDigest: 'of the old' }
  const pauses = { ...noPauses, find: async (pageId: string) => (pageId === '1001' ? pause : undefined) }
  const gate = createPageGate({ pauses, redis, prefix: 'unused', patienceMs: 20 })
  t.deepEqual(await gate.pausedUntil(asPageId('1001'), { lane: 'messages', tokenDigest: 'of the old' }), {
    ...pause,
    reason: 'token',
  })
  const asked = gate.pausedUntil(asPageId('1001'), { lane: 'messages', tokenDigest: 'of the new' })
  await t.throwsAsync(asked, { code: 'timed_out' })
})
