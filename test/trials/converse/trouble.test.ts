import test from 'ava'
import type { Written } from '../../../trials/converse/chatter.ts'
import { judgeTrouble, type TroubleEvidence } from '../../../trials/converse/trouble.ts'
import type { SeenMessage } from '../../../sandbox/facebook/ledger/seen-ledger.ts'

const minute = 60_000
const throttling = { from: 2 * minute, until: 3 * minute, pages: new Set(['1']) }
const outage = { from: 4 * minute, until: 14 * minute, pages: new Set(['1', '2']) }
const answerMs = 5 * minute
const all = Array.from({ length: 17 * 60 }, (_, second) => write(1_000 * second))

/** A run as it should be: two Pages, a message a second. */
const good = evidenceOf(all.map((each) => [each, whenAnswered(each)]))

test('a run in which everything went as promised has nothing against it', (t) => {
  t.deepEqual(judgeTrouble(good).failures, [])
})

test('a reply that came later than it may is found', (t) => {
  const late = change(good, ({ at }) => at === 5 * minute, 14 * minute + 1)
  t.regex(judgeTrouble(late).failures.join(), /1 77: m300 was answered after 540\.0 s/)
})

test('what could have been answered and was not is found, whatever its row says', (t) => {
  const shortly = change(good, ({ at }) => at === 13 * minute, undefined)
  t.deepEqual(judgeTrouble(shortly).failures, ['1 77: m780 could have been answered in time'])
  const calm = change(good, ({ at }) => at === 1 * minute, undefined)
  t.regex(judgeTrouble(calm).failures.join(), /m60 could have been answered in time/)
})

test('a message without a reply must give a reason of ours', (t) => {
  const strange = { ...good, unanswered: { ...good.unanswered, 'failed, failed (unrecognised)': 2 } }
  t.deepEqual(judgeTrouble(strange).failures, [
    '2 messages without a reply have no allowed reason: failed, failed (unrecognised)',
  ])
})

test('a run in which nothing happened proves nothing', (t) => {
  const { failures } = judgeTrouble({ ...good, written: [], seen: [], unanswered: {}, refusals: 0 })
  t.deepEqual(failures, [
    'nobody wrote during the outage: nothing is proved',
    'nobody who wrote during the outage was answered after it',
    'no reply expired, although the outage was longer than one may take',
    'nobody wrote to the throttled Page: nothing is proved',
    'no call was refused: the Page was not throttled',
    'nobody wrote to a Page without trouble during the throttling: nothing is proved',
  ])
})

test('an outage or a throttling during which answers came was none', (t) => {
  const open = change(good, ({ at }) => at === 6 * minute, 6 * minute + 100)
  t.deepEqual(judgeTrouble(open).failures, [
    '1 answers came during the outage: Facebook was not out of reach',
  ])
  const let1 = change(good, ({ at, page }) => at === 2.5 * minute && page === '1', 2.5 * minute + 100)
  t.deepEqual(judgeTrouble(let1).failures, ['1 answers came while the Page was throttled'])
})

test('a throttled Page that goes on calling is found', (t) => {
  t.regex(judgeTrouble({ ...good, refusals: 200 }).failures.join(), /went on calling: 200 refusals/)
})

test('other Pages that wait longer than before, or lose answers, are found', (t) => {
  const slow = good.written.map((each) => [each, whenAnswered(each)] as const)
  const waiting = evidenceOf(slow.map(([each, at]) => [each, isOther(each) ? each.at + 4_000 : at]))
  t.deepEqual(judgeTrouble(waiting).failures, [
    'the other Pages waited too during the throttling (p50)',
    'the other Pages waited too during the throttling (p99)',
  ])
  const lost = change(good, ({ at }) => at === 2 * minute + 1_000, undefined)
  t.true(judgeTrouble(lost).failures.includes('other Pages lost answers during the throttling'))
})

function isOther({ at, page }: Written): boolean {
  return page === '2' && at >= throttling.from && at < throttling.until
}

function write(at: number): Written {
  const index = at / 1_000
  return {
    person: 'p',
    page: String(1 + (index % 2)),
    psid: '77',
    text: `m${index}`,
    at,
    ackedAt: at,
    leftAt: at,
  }
}

/** At once; when the throttling is over; when the outage is over, if there is time left. */
function whenAnswered({ at, page }: Written): number | undefined {
  if (at >= throttling.from && at < throttling.until && page === '1') return throttling.until + 100
  if (at < outage.from || at >= outage.until) return at + 100
  return outage.until + 1_000 - at < answerMs ? outage.until + 1_000 : undefined
}

function evidenceOf(answers: readonly (readonly [Written, number | undefined])[]): TroubleEvidence {
  const seen = answers.flatMap(([{ page, psid, text }, at], seq): SeenMessage[] =>
    at === undefined
      ? []
      : [
          {
            seq,
            at,
            page,
            person: 'p',
            psid,
            via: 'messenger',
            text: `re: ${text} (1)`,
            mid: `m_${seq}`,
          },
        ],
  )
  return {
    written: answers.map(([written]) => written),
    seen,
    unanswered: { 'too_late, expired (too_late)': answers.length - seen.length },
    throttling,
    outage,
    answerMs,
    sendMs: 5_000,
    refusals: 2,
  }
}

/** The same run, but for these messages. */
function change(
  { written }: TroubleEvidence,
  which: (written: Written) => boolean,
  at: number | undefined,
): TroubleEvidence {
  return evidenceOf(written.map((each) => [each, which(each) ? at : whenAnswered(each)]))
}
