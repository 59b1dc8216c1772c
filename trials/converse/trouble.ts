/**
 * Judges a throttling or an outage of Facebook: every message that could still be answered in time was answered, none was answered
 * too late, each without a reply has a reason in the tables, and customers of other Pages did not wait longer. A run also fails
 * if a part of this was not tested, as when nobody wrote during the outage.
 */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import { createJudgement, type Judged, type Judgement } from '../report.ts'
import { quantile } from '../statistics.ts'
import type { Written } from './chatter.ts'
import { describeWaits, waitsOf, whenSeen } from './waits.ts'

/** Calls of these Pages fail between two times, ms. */
export interface Trouble {
  readonly from: number
  readonly until: number
  readonly pages: ReadonlySet<string>
}

export interface TroubleEvidence {
  readonly written: readonly Written[]
  readonly seen: readonly SeenMessage[]
  /** Messages without a reply, by what their rows say (`Verdict.unanswered`). */
  readonly unanswered: Readonly<Record<string, number>>
  readonly throttling?: Trouble | undefined
  readonly outage?: Trouble | undefined
  /** A reply that would come later than this after its message is not sent. */
  readonly answerMs: number
  /** The longest time of one call. */
  readonly sendMs: number
  /** Calls that Facebook refused as too many. */
  readonly refusals: number
}

/** The only reasons here why a message may stay without a reply. */
const explanations = new Set([
  'too_late, no row',
  'too_late, expired (too_late)',
  'held, held (outcome_unclear)',
])
/** The outcome of a call that was under way when the trouble began may be unknown. */
const underWayMs = 5_000
/** After the trouble: a call of unknown outcome is looked up 13 s after its claim, fewer than 2 a second for a Page. */
const recoveryMs = 60_000
/** Facebook tells in whole minutes when a throttled Page may call again. */
const minuteMs = 60_000
/** The longest waits of customers of other Pages; twice as long as before is also allowed. */
const unaffected = [
  { which: 'p50', share: 0.5, mostMs: 500 },
  { which: 'p99', share: 0.99, mostMs: 3_000 },
]
const fewest = 20

export function judgeTrouble(evidence: TroubleEvidence): Judged {
  const judgement = createJudgement()
  judgeInTime(evidence, judgement)
  if (evidence.outage !== undefined) judgeOutage(evidence, evidence.outage, judgement)
  if (evidence.throttling !== undefined) judgeThrottling(evidence, evidence.throttling, judgement)
  return judgement
}

/** None was answered too late, each that could be answered was, and each that was not has a reason. */
function judgeInTime(evidence: TroubleEvidence, { line, expect }: Judgement): void {
  const { written, seen, unanswered, answerMs, sendMs } = evidence
  const seenAt = whenSeen(seen)
  const tooLate = written.filter((each) => (seenAt(each) ?? 0) - each.at > answerMs + sendMs)
  const owed = written.filter((each) => isOwed(each, evidence) && seenAt(each) === undefined)
  line('answers are sent within', `${answerMs / 1_000} s`)
  line('came later than that', tooLate.length)
  line('not answered although there was time', owed.length)
  for (const each of tooLate.slice(0, 5)) {
    const late = ((seenAt(each) ?? 0) - each.at) / 1_000
    expect(false, `${each.page} ${each.psid}: ${each.text} was answered after ${late.toFixed(1)} s`)
  }
  for (const { page, psid, text } of owed.slice(0, 5))
    expect(false, `${page} ${psid}: ${text} could have been answered in time`)
  for (const [says, count] of Object.entries(unanswered))
    expect(explanations.has(says), `${count} messages without a reply have no allowed reason: ${says}`)
}

/** Whether there was still time to answer it when the trouble of its Page was over. */
function isOwed({ page, leftAt }: Written, { throttling, outage, answerMs }: TroubleEvidence): boolean {
  const leftMs = Math.max(0, answerMs - recoveryMs)
  return [throttling && toldOf(throttling), outage].every(
    (trouble) =>
      trouble?.pages.has(page) !== true ||
      leftAt < trouble.from - underWayMs ||
      leftAt >= trouble.until - leftMs,
  )
}

function toldOf({ from, until, pages }: Trouble): Trouble {
  return { from, until: from + Math.ceil((until - from) / minuteMs) * minuteMs, pages }
}

function judgeOutage(evidence: TroubleEvidence, outage: Trouble, judgement: Judgement): void {
  const { written, seen, unanswered, answerMs, sendMs } = evidence
  const { line, expect } = judgement
  const { meanwhile, answered } = during(evidence, outage)
  const survived = answered.filter((at) => at >= outage.until)
  const leaked = seenDuring(evidence, { ...outage, from: outage.from + sendMs })
  const expired = Object.entries(unanswered)
    .filter(([says]) => says.includes('too_late'))
    .reduce((sum, [, count]) => sum + count, 0)
  const first = Math.min(...seenDuring(evidence, { ...outage, from: outage.until, until: Infinity }))
  const after = written.filter(({ leftAt }) => leftAt >= outage.until + recoveryMs / 2)
  const mustExpire = outage.until - outage.from > answerMs + 2 * sendMs
  line('written during the outage', meanwhile.length)
  line(
    '  answered after it',
    `${survived.length}, the first ${Math.round(first - outage.until)} ms after its end`,
  )
  line('  not answered as it was too late', expired)
  line('written well after it', `${after.length}, ${describeWaits(waitsOf(after, seen))}`)
  expect(meanwhile.length > 0, 'nobody wrote during the outage: nothing is proved')
  expect(
    leaked.length === 0,
    `${leaked.length} answers came during the outage: Facebook was not out of reach`,
  )
  expect(survived.length > 0, 'nobody who wrote during the outage was answered after it')
  expect(!mustExpire || expired > 0, 'no reply expired, although the outage was longer than one may take')
  compareOthers(evidence, { trouble: outage, name: 'the outage' }, judgement)
}

function judgeThrottling(evidence: TroubleEvidence, throttling: Trouble, judgement: Judgement): void {
  const { seen, refusals } = evidence
  const { line, expect } = judgement
  const { meanwhile, answered } = during(evidence, throttling)
  const leaked = seenDuring(evidence, throttling)
  const waits = describeWaits(waitsOf(meanwhile, seen))
  line('written to the throttled Page', `${meanwhile.length}, answered ${answered.length}, ${waits}`)
  line('  calls that it made all the same', refusals)
  expect(meanwhile.length > 0, 'nobody wrote to the throttled Page: nothing is proved')
  expect(refusals > 0, 'no call was refused: the Page was not throttled')
  expect(refusals <= 2 * meanwhile.length, `the throttled Page went on calling: ${refusals} refusals`)
  expect(leaked.length === 0, `${leaked.length} answers came while the Page was throttled`)
  compareOthers(evidence, { trouble: throttling, name: 'the throttling' }, judgement)
}

/** What was written to the Pages of this trouble, and when each of it was answered, if it was. */
function during({ written, seen }: TroubleEvidence, trouble: Trouble) {
  const seenAt = whenSeen(seen)
  const meanwhile = written.filter((each) => isDuring(each, trouble) && trouble.pages.has(each.page))
  return { meanwhile, answered: meanwhile.flatMap((each) => seenAt(each) ?? []) }
}

/** When replies of these Pages were seen. */
function seenDuring({ seen }: TroubleEvidence, { from, until, pages }: Trouble): number[] {
  return seen.flatMap(({ page, at }) => (pages.has(page) && at >= from && at < until ? [at] : []))
}

/** Compares how long customers of the other Pages waited before any trouble and during this one. */
function compareOthers(
  { written, seen, throttling, outage }: TroubleEvidence,
  { trouble, name }: { trouble: Trouble; name: string },
  { line, expect }: Judgement,
): void {
  // Messages to a throttled Page may still wait when the outage begins. An outage of all Pages leaves no others.
  const isTroubled = (page: string): boolean =>
    trouble.pages.has(page) || (trouble === outage && throttling?.pages.has(page) === true)
  const others = written.filter(({ page }) => !isTroubled(page))
  if (trouble === outage && others.length === 0) return
  const meanwhile = others.filter((each) => isDuring(each, trouble))
  if (meanwhile.length === 0)
    return expect(false, `nobody wrote to a Page without trouble during ${name}: nothing is proved`)
  const calmUntil = Math.min(throttling?.from ?? Infinity, outage?.from ?? Infinity)
  // The first half of the time before any trouble is for warming up: waits are longer then.
  const calmFrom = (Math.min(...others.map(({ leftAt }) => leftAt)) + calmUntil) / 2
  const calm = others.filter(({ leftAt }) => leftAt >= calmFrom && leftAt < calmUntil)
  const [before, waits] = [waitsOf(calm, seen), waitsOf(meanwhile, seen)]
  line('other Pages before any trouble', `${before.length} answers, ${describeWaits(before)}`)
  line(`other Pages during ${name}`, `${waits.length} answers, ${describeWaits(waits)}`)
  if (before.length < fewest || waits.length < fewest)
    return expect(false, `fewer than ${fewest} answers of other Pages to compare with ${name}`)
  for (const { which, share, mostMs } of unaffected) {
    const most = Math.max(mostMs, 2 * quantile(before, share))
    expect(quantile(waits, share) <= most, `the other Pages waited too during ${name} (${which})`)
  }
  expect(waits.length === meanwhile.length, `other Pages lost answers during ${name}`)
}

function isDuring({ leftAt }: Written, { from, until }: Pick<Trouble, 'from' | 'until'>): boolean {
  return leftAt >= from && leftAt < until
}
