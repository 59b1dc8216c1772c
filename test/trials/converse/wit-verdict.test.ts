import test from 'ava'
import type { Written } from '../../../trials/converse/chatter.ts'
import { countedSince, readExposition } from '../../../trials/converse/exposition.ts'
import { judgeWit, type WitEvidence } from '../../../trials/converse/wit-verdict.ts'

const before = writeMany(0, 20)
const ill = writeMany(20, 100)

const well = readExposition(`# TYPE pagebeat_understand_seconds histogram
pagebeat_understand_seconds_count{provider="wit",role="worker",instance="a:1"} 15
pagebeat_understand_seconds_count{provider="wit",role="worker",instance="a:2"} 5
pagebeat_reply_seconds_bucket{le="2.5",role="worker",instance="a:1"} 10
pagebeat_reply_seconds_bucket{le="3",role="worker",instance="a:1"} 11
pagebeat_reply_seconds_bucket{le="+Inf",role="worker",instance="a:1"} 20
`)
const after = readExposition(`# TYPE pagebeat_understand_seconds histogram
pagebeat_understand_seconds_count{provider="wit",role="worker",instance="a:1"} 15
pagebeat_understand_seconds_count{provider="wit",role="worker",instance="a:2"} 5
pagebeat_understand_seconds_count{provider="local",role="worker",instance="a:1"} 100
pagebeat_nlp_passed_over_total{reason="wit: timeout",role="worker",instance="a:1"} 8
pagebeat_nlp_passed_over_total{reason="wit: resting",role="worker",instance="a:1"} 92
pagebeat_reply_seconds_bucket{le="2.5",role="worker",instance="a:1"} 100
pagebeat_reply_seconds_bucket{le="3",role="worker",instance="a:1"} 110
pagebeat_reply_seconds_bucket{le="+Inf",role="worker",instance="a:1"} 120
pagebeat_turns_not_understood_in_time_total{role="worker",instance="a:1"} 0
`)

const good: WitEvidence = {
  illness: 'silent',
  before,
  ill,
  seen: [...before, ...ill].map((each, seq) => see(each, { seq, afterMs: 200 })),
  unanswered: {},
  toldAt: new Map(),
  well,
  since: countedSince(well, after),
  stored: new Map([['local', 100]]),
}

test('people who were answered in time, and metrics that say so, have nothing against them', (t) => {
  const { lines, failures } = judgeWit(good)
  t.deepEqual(failures, [])
  t.true(
    lines.some(
      ([name, value]) =>
        name === 'metrics: replies' && value === '100, 1 of them after more than 3 s, 99% within 3 s',
    ),
  )
})

test('replies that are late by what people saw, or by the metrics, are found', (t) => {
  const late = ill.map((each, seq) => see(each, { seq, afterMs: seq < 2 ? 3_500 : 200 }))
  t.deepEqual(judgeWit({ ...good, seen: late }).failures, [
    'the p99 of replies was 3500 ms, promised are 3000',
  ])
  const since = good.since.map((each) => (each.labels['le'] === '3' ? { ...each, value: 98 } : each))
  t.deepEqual(judgeWit({ ...good, since }).failures, ['the metrics count 2 replies after more than 3 s'])
})

test('a reply that waited for wit.ai, or never came, is found', (t) => {
  const toldAt = new Map([[ill[7]?.text ?? '', (ill[7]?.at ?? 0) + 100]])
  t.deepEqual(judgeWit({ ...good, toldAt }).failures, ['1 were answered only after wit.ai'])
  const seen = good.seen.slice(0, -1)
  const unanswered = { 'failed, failed (parameter)': 1 }
  t.deepEqual(judgeWit({ ...good, seen, unanswered }).failures, [
    '1 were not answered: failed, failed (parameter)',
    '1 saw no reply',
  ])
})

test('where wit.ai was never asked, or the metrics do not say that it failed, nothing is proved', (t) => {
  t.deepEqual(judgeWit({ ...good, well: [], since: [] }).failures, [
    'wit.ai never understood anything: it was not asked',
    'the metrics say that the local provider understood 0',
    'the metrics do not say wit: timeout',
    'the metrics say that wit.ai was passed over 0 times',
    'the metrics count 0 replies',
  ])
  t.deepEqual(judgeWit({ ...good, illness: 'dead' }).failures, ['the metrics do not say wit: unreachable'])
  t.regex(judgeWit({ ...good, ill: [], seen: [] }).failures.join(), /the p99 of replies was NaN ms/)
})

function writeMany(from: number, count: number): Written[] {
  return Array.from({ length: count }, (_, index) => {
    const at = 100 * (from + index)
    return { person: 'p', page: '1', psid: '77', text: `m${from + index}`, at, leftAt: at, ackedAt: at }
  })
}

function see(
  { page, psid, text, at }: Written,
  { seq, afterMs }: { seq: number; afterMs: number },
): WitEvidence['seen'][number] {
  return {
    seq,
    at: at + afterMs,
    page,
    psid,
    person: 'p',
    via: 'messenger',
    text: `re: ${text} (1)`,
    mid: `m_${seq}`,
  }
}
