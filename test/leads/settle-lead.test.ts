import test from 'ava'
import type { DueLead, Postponement } from '../../src/db/leads/lead-store.ts'
import { asPageId } from '../../src/domain/ids.ts'
import type { FetchedLead } from '../../src/domain/lead.ts'
import { GraphRejectedError, RejectedRowsError } from '../../src/errors.ts'
import type { GraphCall } from '../../src/facebook/graph/graph-call.ts'
import { createSettleLead, type SettleLeadOptions } from '../../src/leads/settle-lead.ts'
import { stubCall } from '../facebook/graph/stub-call.ts'
import { unexpected } from '../helpers/worker-ports.ts'

const now = 1_780_000_000_000
const lead: DueLead = {
  leadId: '61001',
  pageId: asPageId('7'),
  createdTs: now - 60_000,
  foundBy: 'webhook',
  attempts: 0,
  wasSettled: false,
}

function settling(more: Partial<SettleLeadOptions>) {
  const saved: FetchedLead[] = []
  const postponed: Postponement[] = []
  const settled: string[] = []
  const options: SettleLeadOptions = {
    call: unexpected,
    findToken: async () => 'page-token',
    find: async () => lead,
    postpone: async (_, why) => postponed.push(why) > 0,
    save: async (_, fetched) => saved.push(fetched) > 0,
    isForgotten: async () => false,
    onSettled: ({ foundBy, state }) => void settled.push(`${foundBy} ${state}`),
    now: () => now,
    deadlineMs: 500,
    ...more,
  }
  return { ...createSettleLead(options), saved, postponed, settled }
}

const told = { id: '61001', field_data: [{ name: 'email', values: ['ada@example.org'] }] }
const call: GraphCall = stubCall(told)

test('a lead is fetched and saved; one of a thread is saved without a call', async (t) => {
  const one = settling({ call })
  await one.settle('61001')
  t.deepEqual(one.saved, [{ leadId: '61001', answers: { email: 'ada@example.org' } }])
  t.deepEqual(one.settled, ['webhook fetched'])
  const ofThread: DueLead = { ...lead, foundBy: 'thread', answers: { size: 'L' } }
  const other = settling({ find: async () => ofThread })
  await other.settle('61001')
  t.deepEqual(
    [other.saved, other.settled],
    [[{ leadId: '61001', answers: { size: 'L' } }], ['thread fetched']],
  )
})

test('a lead that another worker settled meanwhile, or that was settled before, is not counted again', async (t) => {
  const gone = new GraphRejectedError({ reason: 'graph_error', meaning: 'not_found', code: 100 })
  const old = { ...lead, createdTs: now - 100 * 24 * 3_600_000 }
  const cases: readonly (readonly [Partial<SettleLeadOptions>, readonly string[]])[] = [
    [{ call, save: async () => false }, []],
    [{ call: stubCall(gone), find: async () => old }, ['webhook gone']],
    [{ call: stubCall(gone), find: async () => old, postpone: async () => false }, []],
    [{ call: stubCall(gone), find: async () => ({ ...old, wasSettled: true }) }, []],
  ]
  for (const [options, counted] of cases) {
    const { settle, settled } = settling(options)
    await settle('61001')
    t.deepEqual(settled, counted)
  }
})

test('a lead that is settled costs nothing', async (t) => {
  const { settle, saved, postponed } = settling({ find: async () => undefined })
  await settle('61001')
  t.deepEqual([saved, postponed], [[], []])
})

test('without a token, and where Facebook hides what was filled in, the lead is parked', async (t) => {
  const cases: readonly (readonly [Partial<SettleLeadOptions>, string])[] = [
    [{ findToken: async () => undefined }, 'no_token'],
    [{ call: stubCall({ id: '61001' }) }, 'hidden'],
    [
      {
        call,
        save: () => Promise.reject(new RejectedRowsError({ errno: 1366, symbol: 'ER_X', where: undefined })),
      },
      'rows_rejected',
    ],
  ]
  for (const [options, reason] of cases) {
    const { settle, postponed, settled } = settling(options)
    await settle('61001')
    t.deepEqual(
      postponed.map((why) => [why.state, why.reason, (why.dueTs ?? 0) > now]),
      [['parked', reason, true]],
    )
    t.deepEqual(settled, [])
  }
})

test('a customer who was forgotten does not come back by an old lead', async (t) => {
  const { settle, settleFetched, saved, postponed } = settling({ call, isForgotten: async () => true })
  await settle('61001')
  await settleFetched({ leadId: '61001', answers: { email: 'ada@example.org' } })
  t.deepEqual(saved, [])
  t.deepEqual(postponed, [
    { state: 'gone', reason: 'forgotten', dueTs: undefined },
    { state: 'gone', reason: 'forgotten', dueTs: undefined },
  ])
})

test('a bug is not a fault of Facebook', async (t) => {
  const { settle } = settling({ call: () => Promise.reject(new TypeError('a bug')) })
  await t.throwsAsync(settle('61001'), { instanceOf: TypeError })
})
