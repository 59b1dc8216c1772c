/**
 * Judges a throttling or an outage of Facebook: every message that could still be answered in time was answered, none was answered
 * too late, each without a reply has a reason in the tables, and customers of other Pages did not wait longer. A run also fails
 * if a part of this was not tested, as when nobody wrote during the outage.
 */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Line } from '../report.ts'
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
  /** One call may take so long. */
  readonly sendMs: number
  /** Calls that Facebook refused as too many. */
  readonly refusals: number
}

export interface Judged {
  readonly lines: readonly Line[]
  readonly failures: readonly string[]
}

/** The only reasons here why a message may stay without a reply. */
const explanations = new Set([
  'too_late, no row',
  'answered, expired (too_late)',
  'answered, held (outcome_unclear)',
])
/** The outcome of a call that was under way when the trouble began may be unknown. */
const underWayMs = 5_000
/** After the trouble: a call of unknown outcome is looked up 13 s after its claim, fewer than 2 a second for a Page. */
const recoveryMs = 60_000
/** Facebook tells in whole minutes when a throttled Page may call again. */
const minuteMs = 60_000
/** Customers of other Pages may wait so long, or twice as long as before. */
const unaffectedMs = { p50: 500, p99: 3_000 }
const fewest = 20

export function judgeTrouble(evidence: TroubleEvidence): Judged {
  const parts = [
    inTime(evidence),
    evidence.outage === undefined ? nothing : outlived(evidence, evidence.outage),
    evidence.throttling === undefined ? nothing : paused(evidence, evidence.throttling),
  ]
  return { lines: parts.flatMap(({ lines }) => lines), failures: parts.flatMap(({ failures }) => failures) }
}

const nothing: Judged = { lines: [], failures: [] }

/** None was answered too late, each that could be answered was, and each that was not has a reason. */
function inTime(evidence: TroubleEvidence): Judged {
  const { written, seen, unanswered, answerMs, sendMs } = evidence
  const seenAt = whenSeen(seen)
  const tooLate = written.filter((each) => (seenAt(each) ?? 0) - each.at > answerMs + sendMs)
  const owed = written.filter((each) => isOwed(each, evidence) && seenAt(each) === undefined)
  const unexplained = Object.entries(unanswered).filter(([says]) => !explanations.has(says))
  return {
    lines: [
      line('answers are sent within', `${answerMs / 1_000} s`),
      line('came later than that', `${tooLate.length}`),
      line('not answered although there was time', `${owed.length}`),
    ],
    failures: [
      ...tooLate.slice(0, 5).map((each) => {
        const late = ((seenAt(each) ?? 0) - each.at) / 1_000
        return `${each.page} ${each.psid}: ${each.text} was answered after ${late.toFixed(1)} s`
      }),
      ...owed
        .slice(0, 5)
        .map(({ page, psid, text }) => `${page} ${psid}: ${text} could have been answered in time`),
      ...unexplained.map(
        ([says, count]) => `${count} messages without a reply have no allowed reason: ${says}`,
      ),
    ],
  }
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

function outlived(evidence: TroubleEvidence, outage: Trouble): Judged {
  const { written, seen, unanswered, answerMs, sendMs } = evidence
  const seenAt = whenSeen(seen)
  const meanwhile = written.filter((each) => isDuring(each, outage) && outage.pages.has(each.page))
  const survived = meanwhile.filter((each) => (seenAt(each) ?? 0) >= outage.until)
  const leaked = seen.filter(
    ({ page, at }) => outage.pages.has(page) && at >= outage.from + sendMs && at < outage.until,
  )
  const expired = Object.entries(unanswered).reduce(
    (sum, [says, count]) => sum + (says.includes('too_late') ? count : 0),
    0,
  )
  const first = Math.min(
    ...seen.filter(({ at, page }) => at >= outage.until && outage.pages.has(page)).map(({ at }) => at),
  )
  const after = written.filter(({ leftAt }) => leftAt >= outage.until + recoveryMs / 2)
  const mustExpire = outage.until - outage.from > answerMs + 2 * sendMs
  const failures = [
    ...(meanwhile.length === 0 ? ['nobody wrote during the outage: nothing is proved'] : []),
    ...(leaked.length > 0
      ? [`${leaked.length} answers came during the outage: Facebook was not out of reach`]
      : []),
    ...(survived.length === 0 ? ['nobody who wrote during the outage was answered after it'] : []),
    ...(mustExpire && expired === 0
      ? ['no reply expired, although the outage was longer than one may take']
      : []),
  ]
  const others = compareOthers(evidence, { trouble: outage, name: 'the outage' })
  return {
    lines: [
      line('written during the outage', `${meanwhile.length}`),
      line(
        '  answered after it',
        `${survived.length}, the first ${Math.round(first - outage.until)} ms after its end`,
      ),
      line('  not answered as it was too late', `${expired}`),
      line('written well after it', `${after.length}, ${describeWaits(waitsOf(after, seen))}`),
      ...others.lines,
    ],
    failures: [...failures, ...others.failures],
  }
}

function paused(evidence: TroubleEvidence, throttling: Trouble): Judged {
  const { written, seen, refusals } = evidence
  const seenAt = whenSeen(seen)
  const meanwhile = written.filter((each) => isDuring(each, throttling) && throttling.pages.has(each.page))
  const answered = meanwhile.filter((each) => seenAt(each) !== undefined)
  const leaked = seen.filter(
    ({ page, at }) => throttling.pages.has(page) && at >= throttling.from && at < throttling.until,
  )
  const others = compareOthers(evidence, { trouble: throttling, name: 'the throttling' })
  return {
    lines: [
      line(
        'written to the throttled Page',
        `${meanwhile.length}, answered ${answered.length}, ${describeWaits(waitsOf(meanwhile, seen))}`,
      ),
      line('  calls that it made all the same', `${refusals}`),
      ...others.lines,
    ],
    failures: [
      ...(meanwhile.length === 0 ? ['nobody wrote to the throttled Page: nothing is proved'] : []),
      ...(refusals === 0 ? ['no call was refused: the Page was not throttled'] : []),
      ...(refusals > 2 * meanwhile.length
        ? [`the throttled Page went on calling: ${refusals} refusals`]
        : []),
      ...(leaked.length > 0 ? [`${leaked.length} answers came while the Page was throttled`] : []),
      ...others.failures,
    ],
  }
}

/** Compares how long customers of the other Pages waited before any trouble and during this one. */
function compareOthers(
  { written, seen, throttling, outage }: TroubleEvidence,
  { trouble, name }: { trouble: Trouble; name: string },
): Judged {
  // Messages to a throttled Page may still wait when the outage begins. An outage of all Pages leaves no others.
  const isTroubled = (page: string): boolean =>
    trouble.pages.has(page) || (trouble === outage && throttling?.pages.has(page) === true)
  const others = written.filter(({ page }) => !isTroubled(page))
  const calmUntil = Math.min(throttling?.from ?? Infinity, outage?.from ?? Infinity)
  // The first half of the time before any trouble is for warming up: waits are longer then.
  const calmFrom = (Math.min(...others.map(({ leftAt }) => leftAt)) + calmUntil) / 2
  const before = waitsOf(
    others.filter(({ leftAt }) => leftAt >= calmFrom && leftAt < calmUntil),
    seen,
  )
  const during = others.filter((each) => isDuring(each, trouble))
  const meanwhile = waitsOf(during, seen)
  if (trouble === outage && others.length === 0) return nothing // it was that of all Pages
  if (during.length === 0)
    return {
      lines: [],
      failures: [`nobody wrote to a Page without trouble during ${name}: nothing is proved`],
    }
  const lines = [
    line('other Pages before any trouble', `${before.length} answers, ${describeWaits(before)}`),
    line(`other Pages during ${name}`, `${meanwhile.length} answers, ${describeWaits(meanwhile)}`),
  ]
  if (before.length < fewest || meanwhile.length < fewest)
    return { lines, failures: [`fewer than ${fewest} answers of other Pages to compare with ${name}`] }
  const isWorse = (['p50', 'p99'] as const).filter((which) => {
    const share = which === 'p50' ? 0.5 : 0.99
    return quantile(meanwhile, share) > Math.max(unaffectedMs[which], 2 * quantile(before, share))
  })
  return {
    lines,
    failures: [
      ...isWorse.map((which) => `the other Pages waited too during ${name} (${which})`),
      ...(meanwhile.length < during.length ? [`other Pages lost answers during ${name}`] : []),
    ],
  }
}

function isDuring({ leftAt }: Written, { from, until }: Trouble): boolean {
  return leftAt >= from && leftAt < until
}

function line(name: string, value: string): Line {
  return [name, value]
}
