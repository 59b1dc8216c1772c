import type { Verdict as TableVerdict } from '../../sandbox/facebook/ledger/verdict.ts'
import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { formatCounts, type Line } from '../report.ts'
import type { Figure } from '../result-file.ts'
import { quantile } from '../statistics.ts'
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
  /** Every event against the tables; undefined when echoes are lost on purpose, as their rows are then made without one. */
  readonly tables?: TableVerdict | undefined
}

const inWords: Readonly<Record<Breach, string>> = {
  stale: 'to what was unsent, edited, removed or hidden long before',
  doubled: 'seen twice',
  disordered: 'out of order',
  missing: 'missing without a row that says why',
  contradicted: 'seen or not seen against what the tables say',
  wrongContext: 'with a wrong context',
  misrecorded: 'not recorded exactly once',
}

/** What did not hold, in words; empty when the promise was kept. */
export function failuresOf({ verdict, isSettled, graph, tables }: Played): string[] {
  const failures = Object.entries(verdict.broken).flatMap(([breach, examples]) => {
    if (examples.length === 0) return []
    const lines = examples.slice(0, 8).map((line) => `\n    ${line}`)
    return [`${examples.length} ${inWords[breach as Breach]}:${lines.join('')}`]
  })
  if (!isSettled) failures.push('something was left unsettled')
  if (tables?.ok === false)
    failures.push(`the tables differ from the events that were sent:\n    ${tables.examples.join('\n    ')}`)
  if (graph.crashes.length > 0)
    failures.push(`the simulator made ${graph.crashes.length} mistakes: ${String(graph.crashes[0])}`)
  return failures
}

/** The table at the end. */
export function linesOf({ graph, written, turns, verdict, kills, tables }: Played): Line[] {
  const calls = graph.answers.length
  const faulty = countFaults(graph)
  const count = (fits: (turn: FoundTurn) => boolean): number => turns.filter(fits).length
  const people = new Set(written.map(({ person }) => person)).size
  return [
    ['written', `${verdict.written} messages by ${people} people`],
    ['seen', `${verdict.answered} replies, ${describeWaits(waitsOf(written, graph.ledger.seen))}`],
    ...breaches(verdict),
    ['overtaken', `${verdict.overtaken} (came when a later one had been answered)${lastOf(verdict)}`],
    ['unanswered', formatCounts(Object.entries(verdict.unanswered))],
    ['webhooks sent again', `${graph.outbox.repeats} (the receiver had not answered 200)`],
    ['Graph calls', `${calls}, ${faulty} faulty (${((100 * faulty) / Math.max(1, calls)).toFixed(0)}%)`],
    ['answers with an error', formatCounts(countErrors(graph))],
    ['faults', formatCounts(graph.faults.counts)],
    ...(tables === undefined ? [] : [tableLine(tables)]),
    ['kills', kills],
    ['sent again', count(({ attempts }) => attempts > 1)],
    ['looked up', graph.answers.filter(({ path }) => path.endsWith('/conversations')).length],
    [
      'held, failed',
      `${count(({ state }) => state === 'held')}, ${count(({ state }) => state === 'failed')}`,
    ],
  ]
}

function tableLine({ acked, stored, missing, duplicated, wrong, unexpected }: TableVerdict): Line {
  return [
    'events in the tables',
    `${stored} of ${acked}, ${missing} missing, ${duplicated} duplicated, ${wrong} wrong, ${unexpected} unexpected`,
  ]
}

export function figuresOf({ graph, written, verdict, kills }: Played): Figure[] {
  const waits = waitsOf(written, graph.ledger.seen)
  const faulty = (100 * countFaults(graph)) / Math.max(1, graph.answers.length)
  return [
    { name: 'messages', value: verdict.written, unit: 'messages' },
    { name: 'replies', value: verdict.answered, unit: 'replies' },
    { name: 'kills', value: kills, unit: 'kills' },
    { name: 'faulty Graph calls', value: faulty, unit: '%' },
    ...breaches(verdict).map(([name, value]) => ({ name: `replies ${name}`, value, unit: 'replies' })),
    { name: 'webhook to reply, p50', value: quantile(waits, 0.5), unit: 'ms' },
    { name: 'webhook to reply, p99', value: quantile(waits, 0.99), unit: 'ms' },
  ]
}

function breaches({ broken }: Verdict): (readonly [string, number])[] {
  return Object.entries(inWords).map(([breach, words]) => [words, broken[breach as Breach].length] as const)
}

function countErrors({ answers }: SimulatedGraph): (readonly [string, number])[] {
  const errors = answers.filter(({ status }) => status !== 200)
  const byKind = Map.groupBy(errors, ({ status, code }) =>
    code === undefined ? `status ${status}` : `code ${code}`,
  )
  return [...byKind].map(([kind, { length }]) => [kind, length] as const)
}

function lastOf({ overtaken, overtakenUntilMs }: Verdict): string {
  return overtaken === 0 ? '' : `, the last ${(overtakenUntilMs / 1000).toFixed(1)} s after the first message`
}
