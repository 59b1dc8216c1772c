import test from 'ava'
import type { OutboundRow, Settlement } from '../../../src/db/conversation/outbound.ts'
import type { LookedUp, NotShown, SeenBefore } from '../../../src/domain/look-up.ts'
import { GraphRateLimitedError, GraphRejectedError, GraphUnavailableError } from '../../../src/errors.ts'
import { type SettleDeps, settleUnknown } from '../../../workers/respond/settle-unknown.ts'
import { now, outboundRowOf, respondDepsOf, unexpected } from '../../helpers/worker-ports.ts'

const row = outboundRowOf({ state: 'unknown', reason: 'deadline' })

/** The row, claimed so long ago. */
const aged = (ageMs: number, facts: Partial<OutboundRow> = {}) => ({
  ...row,
  claimedTs: now - ageMs,
  ...facts,
})

function depsOf(lookUp: SettleDeps['lookUp']) {
  const settled: Settlement[] = []
  const remembered: SeenBefore[] = []
  const deps: SettleDeps = {
    ...respondDepsOf(),
    lookUp,
    outbound: {
      settle: async () => true,
      remember: async (_row, seen) => void remembered.push(seen),
    },
    onSettled: (_row, settlement) => void settled.push(settlement),
  }
  return { deps, settled, remembered }
}

function failing(fault: Error): SettleDeps {
  return depsOf(async () => {
    throw fault
  }).deps
}

/** A whole thread whose newest message is `quietMs` old, and does not contain ours. */
function listOf(quietMs: number, facts: Partial<NotShown> = {}): NotShown {
  return {
    is: 'not_shown',
    facebookTs: now,
    claimTs: now - 60_000,
    oldestTs: now - 3_600_000,
    newestTs: now - quietMs,
    isComplete: true,
    showsCause: 'yes',
    ...facts,
  }
}

const showing = (found: LookedUp) => depsOf(async () => found)

test('a look-up that must wait for its Page is made when it may be, not later', async (t) => {
  const fault = { reason: 'page_paused', meaning: 'near_limit' } as const
  const soon = new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs: 550 })
  t.deepEqual(await settleUnknown(failing(soon), row), { waitUntil: now + 550 })
  const late = new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs: 3_600_000 })
  t.deepEqual(await settleUnknown(failing(late), row), { waitUntil: row.expiresTs + 1 })
})

test('while Facebook cannot be reached the look-up is repeated, until the reply is of no use', async (t) => {
  const down = failing(new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' }))
  t.deepEqual(await settleUnknown(down, row), { waitUntil: now + 5_000 })
  t.is(await settleUnknown(down, aged(130_000, { expiresTs: now - 1 })), 'done')
})

test('a thread or comment that Facebook does not show is unclear, and held at last', async (t) => {
  const gone = failing(new GraphRejectedError({ reason: 'graph_error', meaning: 'not_found' }))
  t.deepEqual(await settleUnknown(gone, row), { waitUntil: now + 5_000 })
  t.is(await settleUnknown(gone, aged(120_000)), 'done')
})

test('no look-up is made while the echo is most likely to come', async (t) => {
  const { deps } = depsOf(unexpected)
  t.deepEqual(await settleUnknown(deps, aged(1_000)), { waitUntil: now + 2_000 })
})

test('the age of a claim is judged when the row is read, by the clock that dates claims', async (t) => {
  const { deps } = depsOf(unexpected)
  const fast = { ...deps, now: () => now + 300_000 }
  t.deepEqual(await settleUnknown(fast, aged(1_000)), { waitUntil: now + 2_000 })
})

test('a message that Facebook has is sent, however early it is found', async (t) => {
  const { deps, settled } = showing({ is: 'found', platformId: 'mid-1' })
  t.is(await settleUnknown(deps, aged(3_000)), 'done')
  t.deepEqual(settled, [{ to: 'sent', platformId: 'mid-1' }])
})

test('a message that Facebook does not show is pending again when that proves something', async (t) => {
  const early = showing(listOf(4_000))
  t.deepEqual(await settleUnknown(early.deps, aged(3_000)), { waitUntil: now + 6_000 })
  t.deepEqual(early.remembered, [{ shownTs: now - 4_000, listLagMs: 5_000 }])
  const before = { shownTs: now - 46_000, listLagMs: 5_000 }
  const almost = showing(listOf(46_000))
  t.deepEqual(await settleUnknown(almost.deps, aged(44_000, before)), { waitUntil: now + 1_000 })
  t.deepEqual([...early.settled, ...almost.settled], [])
  const { deps, settled } = showing(listOf(51_000))
  t.is(await settleUnknown(deps, aged(45_000, { ...before, shownTs: now - 51_000 })), 'done')
  t.deepEqual(settled, [{ to: 'pending', reason: 'was_not_sent' }])
})

test('after an error of Facebook its work is over sooner than after silence', async (t) => {
  const before = { shownTs: now - 21_000, listLagMs: 5_000 }
  for (const [reason, became] of [
    ['graph_error', 'pending'],
    ['deadline', undefined],
    ['UND_ERR_SOCKET', undefined],
    ['worker_died', undefined],
  ] as const) {
    const { deps, settled } = showing(listOf(21_000))
    await settleUnknown(deps, aged(20_000, { ...before, reason }))
    t.is(settled[0]?.to, became, reason)
  }
})

test('an empty or lagging list proves nothing, however often it is shown: the row is held', async (t) => {
  for (const list of [
    listOf(3_600_000, { showsCause: 'no' }),
    listOf(0, { oldestTs: undefined, newestTs: undefined, showsCause: 'no' }),
  ])
    for (const [ageMs, waitMs] of [
      [3_000, 6_000],
      [9_000, 18_000],
      [27_000, 20_000],
      [110_000, 10_000],
    ] as const) {
      const { deps, settled } = showing(list)
      t.deepEqual(await settleUnknown(deps, aged(ageMs)), { waitUntil: now + waitMs })
      t.deepEqual(settled, [])
    }
  const { deps, settled } = showing(listOf(3_600_000, { showsCause: 'no' }))
  t.is(await settleUnknown(deps, aged(120_000)), 'done')
  t.deepEqual(settled, [{ to: 'held', reason: 'outcome_unclear' }])
})

test('a row is not held shortly before a look-up proves something', async (t) => {
  const { deps, settled } = showing(listOf(200_000))
  t.deepEqual(await settleUnknown(deps, aged(120_000, { listLagMs: 90_000, shownTs: now - 200_000 })), {
    waitUntil: now + 10_000,
  })
  t.deepEqual(settled, [])
})

test('in a busy thread the next look-up comes before messages are lost from the list', async (t) => {
  const busy = listOf(0, { isComplete: false, oldestTs: now - 4_000, claimTs: now - 3_000 })
  t.deepEqual(await settleUnknown(showing(busy).deps, aged(3_000)), { waitUntil: now + 2_000 })
})

test('a message whose outcome stays unclear is held after two minutes', async (t) => {
  const { deps, settled } = showing({ is: 'unclear' })
  t.deepEqual(await settleUnknown(deps, row), { waitUntil: now + 20_000 })
  t.deepEqual(settled, [])
  t.is(await settleUnknown(deps, aged(120_000)), 'done')
  t.deepEqual(settled, [{ to: 'held', reason: 'outcome_unclear' }])
})

test('an act that may be done twice is pending again without a look-up', async (t) => {
  const { deps, settled } = depsOf(unexpected)
  t.is(await settleUnknown(deps, { ...row, action: { do: 'like' } }), 'done')
  t.deepEqual(settled, [{ to: 'pending', reason: 'safe_to_repeat' }])
})
