import test from 'ava'
import type { ReadRow } from '../../../src/db/conversation/outbound.ts'
import type { GraphMeaning } from '../../../src/domain/graph-fault.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
} from '../../../src/errors.ts'
import { pending, step, toFail } from '../../helpers/send-step.ts'
import { minuteMs, now, outboundRowOf, snapshotOf, unexpected } from '../../helpers/worker-ports.ts'

test('claims a pending row before it is sent, and settles it as sent', async (t) => {
  t.deepEqual(await step(), {
    progress: 'settled',
    calls: ['claim at 0', 'send, attempt 1'],
    settled: [{ from: ['sending'], to: 'sent', platformId: 'mid-1', ofClaim: now }],
  })
})

test('a row that another worker claimed first is not sent', async (t) => {
  t.deepEqual(await step({ isClaimed: false }), { progress: 'done', calls: ['claim at 0'], settled: [] })
})

test('a row that is settled by now is left alone', async (t) => {
  const row = outboundRowOf({ state: 'sent' })
  t.deepEqual(await step({ row }), { progress: 'done', calls: [], settled: [] })
})

test('a message that the policy forbids is suppressed or expired, without a claim', async (t) => {
  const closed = await step({ state: snapshotOf({ lastInboundTs: now - 25 * 60 * minuteMs }) })
  t.deepEqual([closed.progress, closed.calls], ['settled', []])
  t.like(closed.settled[0], { from: ['pending'], to: 'suppressed', reason: 'window_closed' })
  const late = await step({ row: { ...pending, expiresTs: now - 1 } })
  t.like(late.settled[0], { to: 'expired', reason: 'too_late' })
})

test('the row of another worker is waited for, and unknown after that worker counts as dead', async (t) => {
  const young = await step({ row: outboundRowOf({ claimedTs: now - 6_999 }) })
  t.deepEqual([young.progress, young.settled], [{ waitUntil: now + 1 }, []])
  const dead = await step({ row: outboundRowOf({ claimedTs: now - 7_000 }) })
  t.is(dead.progress, 'done')
  t.deepEqual(dead.settled, [
    { from: ['sending'], to: 'unknown', reason: 'worker_died', ofClaim: now - 7_000 },
  ])
})

test('a refusal by Facebook fails the row, also of a comment that has a private reply of an earlier turn', async (t) => {
  const refused = await step({
    ports: toFail(new GraphRejectedError({ reason: 'graph_error', meaning: 'permission' })),
  })
  t.like(refused.settled[0], { to: 'failed', reason: 'permission' })
  const taken = await step({
    ports: toFail(new GraphRejectedError({ reason: 'graph_error', meaning: 'already_replied' })),
  })
  t.like(taken.settled[0], { to: 'failed', reason: 'already_replied' })
})

test('a rate limit makes the row pending until the limit ends, at most until the row expires', async (t) => {
  const fault = { reason: 'page_paused', meaning: 'throttled' } as const
  const limited = (retryAfterMs: number) =>
    step({ ports: toFail(new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs })) })
  const soon = await limited(3_000)
  t.deepEqual(soon.progress, { waitUntil: now + 3_000 })
  t.like(soon.settled[0], { to: 'pending', reason: 'throttled' })
  const late = await limited(60 * minuteMs)
  t.deepEqual(late.progress, { waitUntil: pending.expiresTs + 1 })
})

test('a refused token is tried again ten seconds later: the operator may have set a new one', async (t) => {
  const { progress, settled } = await step({
    ports: toFail(new PageTokenRevokedError({ reason: 'graph_error', meaning: 'token' })),
  })
  t.deepEqual(progress, { waitUntil: now + 10_000 })
  t.like(settled[0], { to: 'pending', reason: 'token' })
})

test('a send that did not leave is tried again later each time', async (t) => {
  const down = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
  const waits = []
  for (const attempts of [0, 1, 2]) {
    const { progress, settled } = await step({ row: { ...pending, attempts }, ports: toFail(down) })
    t.like(settled[0], { to: 'pending', reason: 'service_trouble' })
    waits.push(typeof progress === 'object' ? progress.waitUntil - now : progress)
  }
  t.deepEqual(waits, [500, 1_000, 2_000])
})

test('without a response the outcome is unknown, also after a bug', async (t) => {
  const lost = new SendOutcomeUnknownError({ reason: 'deadline', meaning: 'service_trouble' })
  const first = await step({ ports: toFail(lost) })
  t.is(first.progress, 'done')
  t.like(first.settled[0], { to: 'unknown', reason: 'deadline' })
  const bug = await step({ ports: toFail(new TypeError('a bug')) })
  t.like(bug.settled[0], { to: 'unknown', reason: 'bug' })
})

test('after a hand-over the bot is silent in the thread for a day', async (t) => {
  const { handOvers, threadControl } = createThreadControl()
  const { progress } = await step({ row: handingOver, ports: { threadControl } })
  t.is(progress, 'settled')
  const causedTs = handingOver.causedTs
  t.deepEqual(handOvers, [['done', '3', { ts: now, causedTs, until: now + 24 * 60 * minuteMs }]])
})

test('after a hand-over that Facebook refuses, or that came too late, the customer waits for an agent', async (t) => {
  const { handOvers, threadControl } = createThreadControl()
  const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 10 })
  const { settled } = await step({ row: handingOver, ports: { threadControl, ...toFail(refused) } })
  t.like(settled[0], { to: 'failed', reason: 'permission' })
  const late = await step({ row: { ...handingOver, expiresTs: now - 1 }, ports: { threadControl } })
  t.like(late.settled[0], { to: 'expired', reason: 'too_late' })
  const refusal = ['refused', '3', { ts: now, causedTs: handingOver.causedTs }]
  t.deepEqual(handOvers, [refusal, refusal])
})

test('a hand-over whose worker died after it silenced the bot is sent, also when its time has ended', async (t) => {
  const state = snapshotOf({ silentUntil: now + minuteMs, silentReason: 'handed_over' })
  const row = { ...handingOver, attempts: 1, expiresTs: now - 1 }
  const { progress, calls, settled } = await step({ row, state })
  t.deepEqual([progress, calls], ['settled', []])
  t.like(settled[0], { from: ['pending'], to: 'sent' })
  const other = await step({ row: { ...handingOver, attempts: 0 }, state })
  t.like(other.settled[0], { to: 'suppressed', reason: 'silent_handed_over' }, 'of an earlier message')
})

const handingOver = { ...pending, action: { do: 'hand_over', to: 'page_inbox' } } as const

function createThreadControl() {
  const handOvers: unknown[] = []
  return {
    handOvers,
    threadControl: {
      handOver: async (...given: readonly unknown[]) => void handOvers.push(['done', ...given]),
      refuseHandOver: async (...given: readonly unknown[]) => void handOvers.push(['refused', ...given]),
      confirmControl: unexpected,
    },
  }
}

test('a part that is not needed by now is skipped before the policy and without a claim', async (t) => {
  const action = { do: 'comment', text: 'Please write.', onlyIf: { step: 0, is: 'refused' } } as const
  const { progress, calls, settled } = await step({
    row: { ...pending, step: 1, action, expiresTs: now - 1 },
  })
  t.deepEqual([progress, calls], ['settled', []])
  t.like(settled[0], { from: ['pending'], to: 'skipped', reason: 'not_needed' })
})

const refusedAs = (meaning: GraphMeaning) =>
  toFail(new GraphRejectedError({ reason: 'graph_error', meaning }))

/** The outcome of an earlier call is not known. */
const unclear = { attempts: 1, unclearTs: now - minuteMs } as const

test('what Facebook has done at an earlier call is done, though it refuses it now', async (t) => {
  const cases = [
    [{ do: 'delete' }, 'not_found'],
    [{ do: 'hand_over', to: 'page_inbox' }, 'other_app_in_control'],
    [{ do: 'private_reply', message: { text: 'x' } }, 'already_replied'],
  ] as const
  for (const [action, meaning] of cases) {
    const { handOvers, threadControl } = createThreadControl()
    const ports = { threadControl, ...refusedAs(meaning) }
    const again = await step({ row: { ...pending, ...unclear, action }, ports })
    t.like(again.settled[0], { to: 'sent', reason: meaning }, action.do)
    t.is(handOvers.length, action.do === 'hand_over' ? 1 : 0)
    const first = await step({ row: { ...pending, action }, ports })
    t.like(first.settled[0], { to: 'failed', reason: meaning })
    const throttledBefore = await step({ row: { ...pending, action, attempts: 1 }, ports })
    t.like(throttledBefore.settled[0], { to: 'failed', reason: meaning }, 'another has done it')
  }
})

/** The state of an act that Facebook refuses after a call of unknown outcome. */
async function refusedAgain(action: ReadRow['action'], meaning: GraphMeaning) {
  const { threadControl } = createThreadControl()
  const row = { ...pending, ...unclear, action }
  return (await step({ row, ports: { threadControl, ...refusedAs(meaning) } })).settled[0]?.to
}

test('another refusal after a call of unknown outcome holds the row, unless it shows that nothing was done', async (t) => {
  const privately = { do: 'private_reply', message: { text: 'x' } } as const
  t.is(await refusedAgain(privately, 'person_unavailable'), 'held')
  t.is(await refusedAgain(privately, 'not_found'), 'held')
  for (const act of ['hide', 'unhide', 'like', 'block'] as const) {
    t.is(await refusedAgain({ do: act }, 'permission'), 'held', act)
    t.is(await refusedAgain({ do: act }, 'not_found'), 'failed', act)
  }
  t.is(await refusedAgain({ do: 'delete' }, 'permission'), 'failed')
  t.is(await refusedAgain({ do: 'hand_over', to: 'page_inbox' }, 'permission'), 'failed')
})

test('an act that may be done is held where the policy forbids to repeat it', async (t) => {
  const action = { do: 'private_reply', message: { text: 'x' } } as const
  const late = await step({ row: { ...pending, ...unclear, action, expiresTs: now - 1 } })
  t.like(late.settled[0], { from: ['pending'], to: 'held', reason: 'too_late' })
  const gone = await step({ row: { ...pending, ...unclear, action, gone: 'content_removed' } })
  t.like(gone.settled[0], { to: 'held', reason: 'content_removed' })
  const { handOvers, threadControl } = createThreadControl()
  const row = { ...handingOver, ...unclear, expiresTs: now - 1 }
  const handOver = await step({ row, ports: { threadControl } })
  t.like(handOver.settled[0], { to: 'held', reason: 'too_late' })
  t.deepEqual(handOvers, [['refused', '3', { ts: now, causedTs: row.causedTs }]], 'an agent looks after it')
})
