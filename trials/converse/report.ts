import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'
import type { Written } from './chatter.ts'
import type { FoundTurn } from './found-turns.ts'
import { countFaults } from './graph-storm.ts'
import type { Breach, Verdict } from './verdict.ts'
import { describeWaits, waitsOf } from './waits.ts'

export interface Played {
  readonly graph: SimulatedGraph
  readonly written: readonly Written[]
  readonly turns: readonly FoundTurn[]
  readonly verdict: Verdict
  readonly kills: number
  readonly isSettled: boolean
}

const inWords: Readonly<Record<Breach, string>> = {
  doubled: 'seen twice',
  disordered: 'out of order',
  missing: 'missing without a row that says why',
  contradicted: 'seen or not seen against what the tables say',
  wrongContext: 'with a wrong context',
  misrecorded: 'not recorded exactly once',
}

/** What did not hold, in words; empty when the promise was kept. */
export function failuresOf({ verdict, isSettled, graph }: Played): string[] {
  const failures = Object.entries(verdict.broken).flatMap(([breach, examples]) => {
    if (examples.length === 0) return []
    const lines = examples.slice(0, 8).map((line) => `\n    ${line}`)
    return [`${examples.length} ${inWords[breach as Breach]}:${lines.join('')}`]
  })
  if (!isSettled) failures.push('something was left unsettled')
  if (graph.crashes.length > 0)
    failures.push(`the simulator made ${graph.crashes.length} mistakes: ${String(graph.crashes[0])}`)
  return failures
}

/** The final table. */
export function summaryOf({ graph, written, turns, verdict, kills }: Played): string[] {
  const calls = graph.answers.length
  const faulty = countFaults(graph)
  const held = turns.filter(({ state }) => state === 'held').length
  const failed = turns.filter(({ state }) => state === 'failed').length
  const lookUps = graph.answers.filter(({ path }) => path.endsWith('/conversations')).length
  const again = turns.filter(({ attempts }) => attempts > 1).length
  const lines: readonly (readonly [string, string | number])[] = [
    ['written', `${verdict.written} messages by ${new Set(written.map(({ person }) => person)).size} people`],
    ['seen', `${verdict.answered} replies, ${describeWaits(waitsOf(written, graph.ledger.seen))}`],
    ...Object.entries(inWords).map(
      ([breach, words]) => [words, verdict.broken[breach as Breach].length] as const,
    ),
    ['overtaken', `${verdict.overtaken} (came when a later one had been answered)${lastOf(verdict)}`],
    ['unanswered', describe(verdict.unanswered)],
    ['webhooks sent again', `${graph.outbox.repeats} (the receiver had not said 200)`],
    ['Graph calls', `${calls}, ${faulty} faulty (${((100 * faulty) / Math.max(1, calls)).toFixed(0)}%)`],
    ['answers with an error', describe(countErrors(graph))],
    ['faults', describe(Object.fromEntries(graph.faults.counts))],
    ['kills', kills],
    ['sent again', again],
    ['looked up', lookUps],
    ['held, failed', `${held}, ${failed}`],
  ]
  return lines.map(([name, value]) => `${name.padEnd(46)} ${value}`)
}

function countErrors({ answers }: SimulatedGraph): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, code } of answers) {
    if (status === 200) continue
    const name = code === undefined ? `status ${status}` : `code ${code}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function describe(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  return all.length === 0 ? '0' : all.join('; ')
}

function lastOf({ overtaken, overtakenUntilMs }: Verdict): string {
  return overtaken === 0 ? '' : `, the last ${(overtakenUntilMs / 1000).toFixed(1)} s after the first message`
}
