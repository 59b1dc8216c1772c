import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { GraphRateLimitedError, PageTokenRevokedError } from '../../../src/errors.ts'
import {
  createMemoryPageGate,
  everyPage,
  type PageGate,
  type UsageGate,
} from '../../../src/facebook/graph/page-gate.ts'
import { digestOfToken, withPauses } from '../../../src/facebook/graph/with-pauses.ts'
import { withUsage } from '../../../src/facebook/graph/with-usage.ts'
import { access, read, stubCall, stubClock } from './stub-call.ts'

const other = { ...read, access: { pageId: asPageId('2002'), token: 'other-token' } }

const revoked = new PageTokenRevokedError({ reason: 'graph_error', meaning: 'token', code: 190 })

async function broken(): Promise<never> {
  throw new Error('gate is gone')
}

function throttled(scope: 'app' | 'page' | 'user', isOneKind = false): GraphRateLimitedError {
  return new GraphRateLimitedError(
    { reason: 'graph_error', meaning: 'throttled', code: 32 },
    { scope, retryAfterMs: 30_000, isOneKind },
  )
}

test('a throttled Page is paused for its time, and other Pages are not', async (t) => {
  const clock = stubClock()
  const inner = stubCall(throttled('page'), {})
  const call = withPauses(inner, { gate: createMemoryPageGate(clock), now: clock.now })
  await t.throwsAsync(call(read))
  clock.at += 10_000
  t.like(await t.throwsAsync(call(read)), {
    code: 'graph_rate_limited',
    scope: 'page',
    retryAfterMs: 20_000,
    fault: { reason: 'page_paused', meaning: 'throttled' },
  })
  await call(other)
  clock.at += 20_000
  await call(read)
  t.is(inner.requests.length, 3)
})

test('a throttled app pauses every Page, and a throttled kind of call only itself', async (t) => {
  const clock = stubClock()
  const inner = stubCall(throttled('page', true), {}, throttled('app'), {})
  const call = withPauses(inner, { gate: createMemoryPageGate(clock), now: clock.now })
  const lookUp = { ...read, lane: 'conversations' } as const
  await t.throwsAsync(call(lookUp))
  await t.throwsAsync(call(lookUp), { message: /paused/ })
  await call(read)
  await t.throwsAsync(call({ ...read, lane: 'messages' }))
  await t.throwsAsync(call(other), { message: /paused/ })
  t.is(inner.requests.length, 3)
})

test('a dead token pauses its Page until the Page calls with another', async (t) => {
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  const inner = stubCall(revoked, {})
  const call = withPauses(inner, { gate, now: clock.now })
  await t.throwsAsync(call(read), { message: /no longer valid/ })
  t.is(
    (await gate.pausedUntil(asPageId('1001'), { lane: 'other' }))?.tokenDigest,
    digestOfToken('page-token'),
  )
  clock.at += 3_600_000
  t.like(await t.throwsAsync(call(read)), { fault: { meaning: 'token' }, retryAfterMs: 60_000 })
  await call({ ...read, access: { pageId: asPageId('1001'), token: 'new-token' } })
  t.is(inner.requests.length, 2)
})

test('a gate that cannot be read lets no call out, and one that cannot store a pause changes no outcome', async (t) => {
  const deaf: PageGate & UsageGate = { pausedUntil: async () => undefined, pause: broken, slow: broken }
  const errors: unknown[] = []
  const options = { gate: deaf, onGateError: (error: unknown) => errors.push(error) }
  const inner = stubCall(async () => ({ body: { id: '1' }, usage: { page: 100 } }), revoked)
  const call = withPauses(withUsage(inner, options), options)
  t.deepEqual((await call(read)).body, { id: '1' })
  t.is(await t.throwsAsync(call(read)), revoked)
  t.is(errors.length, 2)

  const mute = withPauses(inner, { gate: { ...deaf, pausedUntil: broken } })
  t.like(await t.throwsAsync(mute({ ...read, isSend: true })), {
    code: 'graph_unavailable',
    fault: { reason: 'gate_unavailable' },
  })
  t.is(inner.requests.length, 2)
})

test('the pause of a replaced token stops no call with the new one, and such calls still keep their pace', async (t) => {
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  const ofOld = { untilMs: Infinity, reason: 'token', tokenDigest: digestOfToken('old-token') } as const
  await gate.pause(access.pageId, ofOld)
  await gate.slow(access.pageId, { betweenMs: 1_000, untilMs: clock.at + 60_000 })
  const call = withPauses(stubCall({}), { gate, now: clock.now })
  t.like(await t.throwsAsync(call(read)), { fault: { meaning: 'near_limit' }, retryAfterMs: 1_000 })
  clock.at += 1_000
  await call(read)
})

test('a token that was replaced during the call does not pause its Page', async (t) => {
  const gate = createMemoryPageGate()
  const read1001: string[] = []
  const readToken = async (pageId: string) => (read1001.push(pageId), 'new-token')
  const call = withPauses(stubCall(revoked), { gate, readToken })
  await t.throwsAsync(call(read), { is: revoked })
  t.deepEqual(read1001, ['1001'])
  t.is(await gate.pausedUntil(asPageId('1001'), { lane: 'other' }), undefined)
  await t.throwsAsync(call({ ...read, access: { pageId: asPageId('1001'), token: 'new-token' } }), {
    is: revoked,
  })
  t.is((await gate.pausedUntil(asPageId('1001'), { lane: 'other' }))?.reason, 'token')
})

test('calls with the app token pass the gate, as they belong to no Page', async (t) => {
  const gate = createMemoryPageGate()
  await gate.pause(everyPage, { untilMs: Infinity, reason: 'throttled' })
  const inner = stubCall({ id: '1' })
  await withPauses(inner, { gate })({ ...read, access: { appToken: '5|secret' } })
  t.is(inner.requests.length, 1)
})

test('a slowed Page calls at its pace, until the pace ends', async (t) => {
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  await gate.slow(access.pageId, { betweenMs: 1_000, untilMs: clock.at + 60_000 })
  const inner = stubCall({})
  const call = withPauses(inner, { gate, now: clock.now })
  let calls = 0
  for (let i = 0; i < 40; i++) {
    clock.at += 250
    await call(read).then(
      () => calls++,
      () => {},
    )
  }
  t.is(calls, 10)
  clock.at += 60_000
  await Promise.all([call(read), call(read), call(read)])
  t.is(inner.requests.length, 13)
})

test('courtesies are left out while a Page is slowed, and paused with its messages', async (t) => {
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  const inner = stubCall({}, {}, throttled('page', true), {})
  const call = withPauses(inner, { gate, now: clock.now })
  const [message, courtesy] = [
    { ...read, lane: 'messages' },
    { ...read, lane: 'courtesies' },
  ] as const
  await call(courtesy)
  await gate.slow(access.pageId, { betweenMs: 1_000, untilMs: clock.at + 5_000 })
  clock.at += 1_000
  await t.throwsAsync(call(courtesy), { message: /paused/ })
  await call(message)
  clock.at += 4_000
  await t.throwsAsync(call(message), { message: /throttled/ })
  await t.throwsAsync(call(courtesy), { message: /paused/ })
  await call(read)
  t.is(inner.requests.length, 4)
})
