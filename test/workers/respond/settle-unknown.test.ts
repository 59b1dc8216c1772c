import test from 'ava'
import type { Settlement } from '../../../src/db/conversation/outbound.ts'
import { GraphRateLimitedError, GraphUnavailableError } from '../../../src/errors.ts'
import { type SettleDeps, settleUnknown } from '../../../workers/respond/settle-unknown.ts'
import { now, outboundRowOf, respondDepsOf, unexpected } from '../../helpers/worker-ports.ts'

const row = outboundRowOf({ state: 'unknown', reason: 'deadline' })

function depsOf(lookUp: SettleDeps['lookUp']) {
  const settled: Settlement[] = []
  const deps: SettleDeps = {
    ...respondDepsOf(),
    lookUp,
    outbound: { settle: async () => true },
    onSettled: (_row, settlement) => void settled.push(settlement),
  }
  return { deps, settled }
}

function failing(fault: Error): SettleDeps {
  return depsOf(async () => {
    throw fault
  }).deps
}

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
  t.is(await settleUnknown(down, { ...row, claimedTs: now - 130_000, expiresTs: now - 1 }), 'done')
})

test('no look-up is made while the echo may still come', async (t) => {
  const { deps } = depsOf(unexpected)
  t.deepEqual(await settleUnknown(deps, { ...row, claimedTs: now - 1_000 }), { waitUntil: now + 12_000 })
})

test('a message that Facebook has is sent; one that it does not have is pending again', async (t) => {
  const found = depsOf(async () => ({ platformId: 'mid-1' }))
  t.is(await settleUnknown(found.deps, row), 'done')
  t.deepEqual(found.settled, [{ to: 'sent', platformId: 'mid-1' }])
  const missing = depsOf(async () => 'not_sent')
  t.is(await settleUnknown(missing.deps, row), 'done')
  t.deepEqual(missing.settled, [{ to: 'pending', reason: 'was_not_sent' }])
})

test('a message whose outcome stays unclear is held after two minutes', async (t) => {
  const { deps, settled } = depsOf(async () => 'unclear')
  t.deepEqual(await settleUnknown(deps, row), { waitUntil: now + 5_000 })
  t.deepEqual(settled, [])
  t.is(await settleUnknown(deps, { ...row, claimedTs: now - 120_000 }), 'done')
  t.deepEqual(settled, [{ to: 'held', reason: 'outcome_unclear' }])
})

test('an act that may be done twice is pending again without a look-up', async (t) => {
  const { deps, settled } = depsOf(unexpected)
  t.is(await settleUnknown(deps, { ...row, action: { do: 'like' } }), 'done')
  t.deepEqual(settled, [{ to: 'pending', reason: 'safe_to_repeat' }])
})
