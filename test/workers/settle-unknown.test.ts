import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../src/domain/ids.ts'
import test from 'ava'
import type { OutboundRow } from '../../src/db/conversation/outbound.ts'
import { GraphRateLimitedError, GraphUnavailableError } from '../../src/errors.ts'
import { type SettleDeps, settleUnknown } from '../../workers/respond/settle-unknown.ts'

const now = Date.UTC(2026, 10, 22, 12)

const row: OutboundRow = {
  id: '1',
  turnId: asTurnId('1'),
  step: 0,
  conversationId: asConversationId('7'),
  pageId: asPageId('1001'),
  psid: asPsid('77'),
  pId: asProfileId('facebook:77'),
  state: 'unknown',
  reason: 'deadline',
  action: { do: 'say', message: { text: 'Hi' } },
  causedTs: now - 60_000,
  createdTs: now - 60_000,
  claimedTs: now - 60_000,
  expiresTs: now + 600_000,
  attempts: 1,
  platformId: undefined,
}

function lookingUp(lookUp: SettleDeps['lookUp']): SettleDeps {
  return {
    outbound: { settle: async () => true },
    lookUp,
    onSettled: () => undefined,
    graceMs: 6_000,
    claimMs: 7_000,
    giveUpMs: 120_000,
    now: () => now,
  }
}

test('a look-up that must wait for its Page is made when it may be, not later', async (t) => {
  const fault = { reason: 'page_paused', meaning: 'near_limit' } as const
  const soon = new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs: 550 })
  t.deepEqual(
    await settleUnknown(
      lookingUp(() => Promise.reject(soon)),
      row,
    ),
    { waitUntil: now + 550 },
  )
  const late = new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs: 3_600_000 })
  t.deepEqual(
    await settleUnknown(
      lookingUp(() => Promise.reject(late)),
      row,
    ),
    {
      waitUntil: row.expiresTs + 1,
    },
  )
})

test('while Facebook is out of reach it is looked up again and again, until its answer is of no use', async (t) => {
  const down = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
  const deps = lookingUp(() => Promise.reject(down))
  t.deepEqual(await settleUnknown(deps, row), { waitUntil: now + 5_000 })
  t.is(await settleUnknown(deps, { ...row, claimedTs: now - 130_000, expiresTs: now - 1 }), 'done')
})
