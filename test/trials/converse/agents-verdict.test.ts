import test from 'ava'
import type { SeenMessage } from '../../../sandbox/facebook/ledger/seen-ledger.ts'
import {
  type AgentsEvidence,
  type Deed,
  judgeAgents,
  type SentRow,
} from '../../../trials/converse/agents-verdict.ts'

const at = { page: '1', psid: '601' }

function deedOf(facts: Partial<Deed>): Deed {
  const times = { startedAt: 1_000, endedAt: 1_010 }
  const outcome = { is: 'done' } as const
  return { ...at, agent: '1', act: 'reply', text: undefined, undoes: undefined, ...times, outcome, ...facts }
}

function seenOf(text: string, facts: Partial<SeenMessage> = {}): SeenMessage {
  return { ...at, seq: 1, at: 1_000, person: 'p', via: 'messenger', text, mid: `m_${text}`, ...facts }
}

function rowOf(id: string, text: string, facts: Partial<SentRow> = {}): SentRow {
  return { ...at, id, text, userId: '1', state: 'sent', reason: '', claimedTs: 0, ...facts }
}

const queued = (outboundId: string) => ({ is: 'queued', outboundId }) as const

/** The bot replies, agent 1 takes over, writes twice, takes a third message back, and gives back; the bot replies again. */
const right: AgentsEvidence = {
  allowanceMs: 500,
  deeds: [
    deedOf({ act: 'take_over', startedAt: 1_000, endedAt: 1_010 }),
    deedOf({ text: 'a', startedAt: 1_020, endedAt: 1_030, outcome: queued('2') }),
    deedOf({ text: 'b', startedAt: 1_040, endedAt: 1_050, outcome: queued('3') }),
    deedOf({ text: 'c', startedAt: 1_060, endedAt: 1_070, outcome: queued('4') }),
    deedOf({ act: 'undo', undoes: '4', startedAt: 1_080, endedAt: 1_090 }),
    deedOf({ act: 'give_back', startedAt: 3_000, endedAt: 3_010 }),
  ],
  seen: [
    seenOf('re: 1', { at: 1_100 }),
    seenOf('a', { at: 1_200 }),
    seenOf('b', { at: 1_300 }),
    seenOf('re: 2', { at: 3_100 }),
  ],
  rows: [
    rowOf('1', 're: 1', { userId: undefined, claimedTs: 999 }),
    rowOf('2', 'a'),
    rowOf('3', 'b'),
    rowOf('4', 'c', { state: 'suppressed', reason: 'undone' }),
    rowOf('5', 're: 2', { userId: undefined, claimedTs: 3_050 }),
  ],
}

test('the judge of agents finds nothing wrong where all is right', (t) => {
  const { failures, lines } = judgeAgents(right)
  t.deepEqual(failures, [])
  t.deepEqual(lines.slice(0, 3), [
    ['acts of agents', '6 by 1 agents: 1 take-overs, 1 given back'],
    ['messages of agents', '3, 2 seen, 1 taken back'],
    ['replies of the bot that a take-over kept back', 0],
  ])
})

/** What the judge says of evidence in which one thing is wrong. */
const wrong = (change: Partial<AgentsEvidence>): string =>
  judgeAgents({ ...right, ...change }).failures.join('\n')

test('the judge of agents sees a message that came twice, or out of order by the time or by the rows', (t) => {
  const [bot, a, b, last] = right.seen
  if (bot === undefined || a === undefined || b === undefined || last === undefined)
    return t.fail('four messages')
  t.regex(
    wrong({ seen: [bot, a, b, { ...b, mid: 'm_again' }, last] }),
    /seen twice:\n +1 601 saw "b" 2 times/,
  )
  t.regex(wrong({ seen: [bot, b, a, last] }), /saw "a" after "b", which was written later/)
  t.regex(wrong({ seen: [a, bot, b, last] }), /saw "re: 1" \(row 1\) after "a" \(row 2\)/)
})

test('the judge of agents sees a message that is lost without a reason, and accepts one with a reason', (t) => {
  const seen = right.seen.filter(({ text }) => text !== 'b')
  t.regex(wrong({ seen }), /lost without a reason:\n +1 601 did not see "b"; the tables say sent \(\)/)
  const rows = right.rows.filter(({ text }) => text !== 'b')
  t.regex(wrong({ seen, rows }), /the tables say no row/)
  const held = [...rows, rowOf('3', 'b', { state: 'held', reason: 'outcome_unclear' })]
  t.is(wrong({ seen, rows: held }), '')
  const failed = [...rows, rowOf('3', 'b', { state: 'failed', reason: '' })]
  t.regex(wrong({ seen, rows: failed }), /failed \(\)/)
})

test('the judge of agents sees a message that was taken back, and one that names another author', (t) => {
  const late = seenOf('c', { at: 1_400 })
  t.regex(
    wrong({ seen: [...right.seen.slice(0, 3), late] }),
    /taken back:\n +1 601 saw "c", which was taken back/,
  )
  const rows = right.rows.map((row) => (row.text === 'a' ? { ...row, userId: '2' } : row))
  t.regex(wrong({ rows }), /wrong author:\n +1 601 saw "a"; the tables say sent, by 2/)
})

test('the judge of agents sees a message of the bot while an agent had the thread, and allows one that was on its way', (t) => {
  const [first, ...others] = right.seen
  if (first === undefined) return t.fail('a message')
  const claimedLater = right.rows.map((row) => (row.text === 're: 1' ? { ...row, claimedTs: 1_050 } : row))
  t.regex(wrong({ rows: claimedLater }), /while an agent had the thread:\n +1 601 saw "re: 1" 90 ms after/)
  const tooLate = [...others.slice(0, 2), { ...first, at: 1_600 }, ...others.slice(2)]
  t.regex(wrong({ seen: tooLate }), /saw "re: 1" 590 ms after an agent had taken over/)
  const given = right.deeds.map((deed) =>
    deed.act === 'give_back' ? { ...deed, startedAt: 1_005, endedAt: 1_015 } : deed,
  )
  const silentOnly = given.filter(({ act }) => act !== 'reply')
  const bots = right.seen.filter(({ text = '' }) => text.startsWith('re:'))
  t.notRegex(
    wrong({ deeds: silentOnly, seen: bots, rows: claimedLater }),
    /while an agent/,
    'given back at the same moment: nobody knows which was first',
  )
})

test('the judge of agents sees an act that was refused, and a storm that proves nothing', (t) => {
  const refused = right.deeds.map((deed) =>
    deed.act === 'take_over' ? { ...deed, outcome: { is: 'refused', reason: 'busy' } as const } : deed,
  )
  t.regex(wrong({ deeds: refused }), /a take_over of agent 1 was refused: busy/)
  t.regex(wrong({ deeds: [], seen: [], rows: [] }), /no message of an agent was seen: nothing is proved/)
  t.regex(wrong({ deeds: [], seen: [], rows: [] }), /nobody took over and gave back: nothing is proved/)
  t.regex(wrong({ deeds: [], seen: [], rows: [] }), /nothing was taken back: nothing is proved/)
})
