import path from 'node:path'
import test from 'ava'
import { runTrial } from '../run-trial.ts'
import type { Written } from '../../../trials/converse/chatter.ts'
import type { FoundTurn } from '../../../trials/converse/found-turns.ts'
import { judge } from '../../../trials/converse/verdict.ts'
import type { Afterthought, SeenMessage } from '../../../sandbox/facebook/ledger/seen-ledger.ts'

const program = path.join(import.meta.dirname, '../../../trials/converse/chaos.ts')

test('answers people once, and each of them, while Graph calls fail and workers are killed', async (t) => {
  t.timeout(300_000)
  const chaos = runTrial(program, [
    '--replies',
    '60',
    '--people',
    '20',
    '--workers',
    '2',
    '--pages',
    '5',
    '--kill-ms',
    '3000,5000',
    '--afterthoughts',
    '--seed',
    'npm test',
  ])
  t.teardown(() => chaos.child.kill())
  const { status, output } = await chaos.ended
  t.is(status, 0, output)
  t.regex(output, /^missing without a row that says why +0$/m, output)
  t.regex(output, /^out of order +0$/m)
  t.regex(output, /^written +60 messages by 20 people$/m)
  t.regex(output, /^seen twice +0$/m)
  t.regex(output, /^kills +[1-9]\d*$/m)
  t.regex(output, /^faults .*\d+ answer-lost/m)
  t.regex(output, /^faults .*\d+ unsent-soon/m)
  t.regex(output, /^faults .*\d+ edited-soon/m)
  t.regex(output, /^to what was unsent, edited, removed or hidden long before +0$/m)
})

test('answers everybody without wit.ai when that falls silent, and the metrics of the workers say so', async (t) => {
  t.timeout(120_000)
  const chaos = runTrial(program, [
    '--wit',
    'silent',
    '--replies',
    '20',
    '--people',
    '10',
    '--workers',
    '1',
    '--pages',
    '2',
    '--seed',
    'npm test',
  ])
  t.teardown(() => chaos.child.kill())
  // The status is no part of it either: it judges the p99, and this machine may be busy.
  const { output } = await chaos.ended
  t.regex(output, /^seen +24 replies/m, output)
  t.regex(output, /^unanswered +0$/m)
  t.regex(output, /^ +answered before wit\.ai responded +20$/m)
  t.regex(output, /^metrics: understood before, by +.*wit [1-9]/m)
  t.regex(output, /^metrics: understood since, by +.*local [2-9]\d/m)
  t.regex(output, /^metrics: passed over +.*wit: timeout [1-9]/m)
  t.regex(output, /^metrics: replies +20, /m)
})

test.serial(
  'answers everybody while the reader of an operator is silent, and the turns say so',
  async (t) => {
    t.timeout(180_000)
    const chaos = runTrial(program, [
      '--reader',
      'llm',
      '--reader-failure',
      'silent',
      '--replies',
      '20',
      '--people',
      '10',
      '--pages',
      '2',
      '--seed',
      'npm test',
    ])
    t.teardown(() => chaos.child.kill())
    // The status is no part of it: it judges the p99, and this machine may be busy.
    const { output } = await chaos.ended
    t.regex(output, /^silent +20 of 20 answered/m, output)
    t.regex(output, /^ +understood +.*local, reader: timeout/m)
    t.regex(output, /^unanswered +0$/m)
  },
)

test('says what it does, and refuses what it does not understand', async (t) => {
  const help = await runTrial(program, ['--help']).ended
  t.is(help.status, 0)
  t.regex(
    help.output,
    /--seed [^]*--replies [^]*--people [^]*--workers [^]*--layout compose\|one[^]*--faults [^]*--kill-ms/,
  )
  const wrong = await runTrial(program, ['--replies', 'many']).ended
  t.deepEqual(wrong, { status: 2, output: '--replies must be a whole number of 1 or more\n' })
})

const written = [1, 2, 3].map((index) => writtenOf(`m${index}`))
const seen = [1, 2, 3].map((index) => seenOf(`re: m${index} (${index})`, index))
const turns = [1, 2, 3].map((index) => turnOf(`m${index}`, index))

test('the judge finds nothing wrong where all is right', (t) => {
  const recorded = new Map(seen.map(({ mid }) => [mid, 1]))
  const verdict = judge({ written, seen, turns, recorded })
  t.deepEqual(Object.values(verdict.broken).flat(), [])
  t.deepEqual([verdict.unanswered, verdict.overtaken], [{}, 0])
})

test('the judge sees a reply that came twice, out of order, not at all, or with a wrong count', (t) => {
  const [first, second, third] = seen
  if (first === undefined || second === undefined || third === undefined) return t.fail('three replies')
  t.is(judge({ written, seen: [...seen, { ...first, mid: 'm_again' }], turns }).broken.doubled.length, 1)
  t.is(judge({ written, seen: [second, first, third], turns }).broken.disordered.length, 1)
  t.is(judge({ written, seen: [first, second], turns }).broken.missing.length, 1)
  t.is(
    judge({ written, seen: [first, second, seenOf('re: m3 (2)', 3)], turns }).broken.wrongContext.length,
    1,
  )
  const failed = turns.map((turn) => (turn.text === 'm3' ? { ...turn, state: 'failed' } : turn))
  t.is(judge({ written, seen, turns: failed }).broken.contradicted.length, 1)
  const none = new Map([
    [first.mid, 1],
    [second.mid, 1],
  ])
  t.is(judge({ written, seen, turns, recorded: none }).broken.misrecorded.length, 1)
})

test('the judge accepts a reply that is missing with a reason, and a message that came too late for its place', (t) => {
  const [first, second, third] = seen
  if (first === undefined || second === undefined || third === undefined) return t.fail('three replies')
  const held = turns.map((turn) =>
    turn.text === 'm2' ? { ...turn, outcome: 'held', state: 'held', reason: 'outcome_unclear' } : turn,
  )
  const silent = judge({ written, seen: [first, third], turns: held })
  t.deepEqual(Object.values(silent.broken).flat(), [])
  t.deepEqual(silent.unanswered, { 'held, held (outcome_unclear)': 1 })

  const late = written.map((each) => (each.text === 'm1' ? { ...each, ackedAt: 1_000 } : each))
  const order = [seenOf('re: m2 (1)', 2), seenOf('re: m3 (2)', 3), seenOf('re: m1 (3)', 1)]
  const replies = ['re: m1 (3)', 're: m2 (1)', 're: m3 (2)']
  const overtaken = judge({
    written: late,
    seen: order,
    turns: turns.map((turn, index) => ({ ...turn, reply: replies[index] ?? '' })),
  })
  t.deepEqual(Object.values(overtaken.broken).flat(), [])
  t.is(overtaken.overtaken, 1)
})

test('the judge sees a reply to what had long been unsent, edited, removed or hidden', (t) => {
  const messages = written.map((each) => ({ ...each, mid: `mid ${each.text}` }))
  const chosen = turns.map((turn) => ({ ...turn, claimedTs: 60_000, handledTs: 60_000 }))
  const judged = (action: Afterthought['action'], ackedAt: number, replies = seen) =>
    judge({
      written: messages,
      seen: replies,
      turns: chosen,
      afterthoughts: new Map([['mid m2', { action, ackedAt }]]),
      comments: [],
    }).broken
  t.is(judged('unsend', 40_000).stale.length, 1)
  t.is(judged('edit_message', 40_000).stale.length, 1)
  t.deepEqual(judged('unsend', 59_000).stale, [], 'it may have been under way')
  t.deepEqual(judged('edit_message', 61_000).stale, [], 'the edit came after the reply')
  const edited = seen.map((one, at) => (at === 1 ? { ...one, text: 're: m2 (edited) (2)' } : one))
  t.deepEqual(Object.values(judged('edit_message', 40_000, edited)).flat(), [], 'the new words')
  t.is(judged('unsend', 40_000, edited).stale.length, 1)

  const silent = chosen.map((turn) =>
    turn.text === 'm2' ? { ...turn, state: 'suppressed', reason: 'message_unsent' } : turn,
  )
  const without = (afterthoughts: ReadonlyMap<string, Afterthought>) =>
    judge({ written: messages, seen: seen.filter((_, at) => at !== 1), turns: silent, afterthoughts })
  t.is(without(new Map()).broken.contradicted.length, 1, 'nobody had unsent it')
  const unsent = new Map([['mid m2', { action: 'unsend', ackedAt: 1 } as const]])
  t.deepEqual(Object.values(without(unsent).broken).flat(), [])

  const comments = [{ commentId: '1_2', state: 'sent', claimedTs: 60_000 }]
  for (const action of ['remove_comment', 'hide'] as const) {
    const gone = (ackedAt: number) =>
      judge({ written, seen, turns, comments, afterthoughts: new Map([['1_2', { action, ackedAt }]]) })
    t.is(gone(40_000).broken.stale.length, 1, action)
    t.deepEqual(gone(59_000).broken.stale, [], action)
  }

  const slow = messages.map((each) => ({ ...each, ackedAt: 45_000 }))
  const late = chosen.map((turn) => ({ ...turn, openedTs: 54_000 }))
  const whileSlow = (ackedAt: number) =>
    judge({
      written: slow,
      seen,
      turns: late,
      afterthoughts: new Map([['mid m2', { action: 'unsend', ackedAt }]]),
    }).broken.stale.length
  t.is(whileSlow(45_000), 0, 'messages of that time took as long to be known')
  t.is(whileSlow(24_000), 1, 'those of another time tell nothing')
})

function writtenOf(text: string): Written {
  return { person: 'person-1', page: '1', psid: '7', text, at: 0, leftAt: 0, ackedAt: -1_000 }
}

function seenOf(text: string, index: number): SeenMessage {
  return {
    seq: index,
    at: index,
    page: '1',
    person: 'person-1',
    psid: '7',
    via: 'messenger',
    text,
    mid: `m_${index}`,
  }
}

function turnOf(text: string, index: number): FoundTurn {
  return {
    page: '1',
    psid: '7',
    text,
    openedTs: index * 10,
    handledTs: index * 10 + 5,
    outcome: 'answered',
    state: 'sent',
    claimedTs: 0,
    settledTs: 0,
    reason: '',
    attempts: 1,
    reply: `re: ${text} (${index})`,
  }
}
