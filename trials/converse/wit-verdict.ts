/**
 * Whether people were answered in time although wit.ai was ill, by what they saw and by what the workers' own metrics say. While
 * wit.ai was well it must have understood: else nobody asked it, and its illness proves nothing.
 */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import { createJudgement, type Judged, type Judgement } from '../report.ts'
import { quantile } from '../statistics.ts'
import type { Written } from './chatter.ts'
import { type Sample, sumBy } from './exposition.ts'
import { describeWaits, waitsOf, whenSeen } from './waits.ts'

/** dead: connections are refused. silent: taken, and never answered. slow: answered after ten seconds. */
export const witIllnesses = ['dead', 'silent', 'slow'] as const
export type WitIllness = (typeof witIllnesses)[number]

export function isWitIllness(given: string): given is WitIllness {
  return witIllnesses.some((illness) => illness === given)
}

export interface WitEvidence {
  readonly illness: WitIllness
  /** While wit.ai was well, and after. */
  readonly before: readonly Written[]
  readonly ill: readonly Written[]
  readonly seen: readonly SeenMessage[]
  readonly unanswered: Readonly<Record<string, number>>
  /** Text → when wit.ai's own answer was ready, ms. */
  readonly toldAt: ReadonlyMap<string, number>
  /** The workers' metrics when it fell ill, and what they counted from then to the last answer. */
  readonly well: readonly Sample[]
  readonly since: readonly Sample[]
  /** Provider → turns that it understood, by the tables. */
  readonly stored: ReadonlyMap<string, number>
}

const promisedMs = 3_000

export function judgeWit(evidence: WitEvidence): Judged {
  const { illness, before, ill, seen, unanswered, toldAt, stored } = evidence
  const judgement = createJudgement()
  const { line, expect } = judgement
  const waits = waitsOf(ill, seen)
  const seenAt = whenSeen(seen)
  const overtaken = ill.filter((each) => (seenAt(each) ?? 0) >= (toldAt.get(each.text) ?? Infinity)).length
  const p99 = quantile(waits, 0.99)
  const longest = Math.max(...waits)
  line('while wit.ai was well', `${before.length} messages, ${describeWaits(waitsOf(before, seen))}`)
  line(`while it was ${illness}`, `${ill.length} messages, ${describeWaits(waits)}, longest ${longest} ms`)
  line('  answered before wit.ai responded', ill.length - overtaken)
  line('understood, by the tables', describe(stored))
  for (const [says, count] of Object.entries(unanswered)) expect(false, `${count} were not answered: ${says}`)
  expect(waits.length === ill.length, `${ill.length - waits.length} saw no reply`)
  expect(p99 < promisedMs, `the p99 of replies was ${Math.round(p99)} ms, promised are ${promisedMs}`)
  expect(overtaken === 0, `${overtaken} were answered only after wit.ai`)
  judgeMetrics(evidence, judgement)
  return judgement
}

/** Each was understood, and its reply is counted: by other processes, which share what they counted at other times. */
export function areCounted(samples: readonly Sample[], messages: number): boolean {
  const byProvider = sumBy(samples, understood)
  const all = [...byProvider.values()].reduce((sum, count) => sum + count, 0)
  return all >= messages && countReplies(samples) >= messages
}

/** In all buckets. */
function countReplies(samples: readonly Sample[]): number {
  return sumBy(samples, { name: 'pagebeat_reply_seconds_bucket', label: 'le' }).get('+Inf') ?? 0
}

const understood = { name: 'pagebeat_understand_seconds_count', label: 'provider' }

function judgeMetrics({ illness, ill, well, since }: WitEvidence, { line, expect }: Judgement): void {
  const [providersBefore, providers] = [sumBy(well, understood), sumBy(since, understood)]
  const reasons = sumBy(since, { name: 'pagebeat_nlp_passed_over_total', label: 'reason' })
  const buckets = sumBy(since, { name: 'pagebeat_reply_seconds_bucket', label: 'le' })
  const late = sumBy(since, { name: 'pagebeat_turns_not_understood_in_time_total', label: '' }).get('') ?? 0
  const replies = countReplies(since)
  const promised = promisedMs / 1_000
  const slow = replies - (buckets.get(String(promised)) ?? 0)
  const passedOver = [...reasons]
    .filter(([why]) => why.startsWith('wit: '))
    .reduce((sum, [, count]) => sum + count, 0)
  const failure = illness === 'dead' ? 'wit: unreachable' : 'wit: timeout'
  const byLocal = providers.get('local') ?? 0
  const most = within(buckets, 0.99)
  line('metrics: understood before, by', describe(providersBefore))
  line('metrics: understood since, by', describe(providers))
  line('metrics: passed over', describe(reasons))
  line('metrics: not understood in time', late)
  line('metrics: replies', `${replies}, ${slow} of them after more than ${promised} s, 99% within ${most} s`)
  line('metrics: replies by seconds', describe(buckets))
  expect((providersBefore.get('wit') ?? 0) > 0, 'wit.ai never understood anything: it was not asked')
  expect(byLocal >= ill.length, `the metrics say that the local provider understood ${byLocal}`)
  expect((reasons.get(failure) ?? 0) > 0, `the metrics do not say ${failure}`)
  expect(passedOver >= ill.length, `the metrics say that wit.ai was passed over ${passedOver} times`)
  expect(replies >= 0.99 * ill.length, `the metrics count ${replies} replies`)
  expect(slow <= 0.01 * ill.length, `the metrics count ${slow} replies after more than ${promised} s`)
}

/** The smallest bucket that holds this share, as `histogram_quantile` would find it. */
function within(buckets: ReadonlyMap<string, number>, share: number): string {
  const all = buckets.get('+Inf') ?? 0
  const rising = [...buckets].toSorted(
    ([a], [b]) => Number(a.replace('+Inf', 'Infinity')) - Number(b.replace('+Inf', 'Infinity')),
  )
  return rising.find(([, count]) => count >= share * all)?.[0] ?? '?'
}

function describe(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'nothing'
}
