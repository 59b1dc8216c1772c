/** Both runs against the events that were sent, and against each other. */
import { checkAgainstDatabase } from '../../sandbox/facebook/ledger/check-tables.ts'
import { queryOne, withDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import type { Verdict } from '../../sandbox/facebook/ledger/verdict.ts'
import type { Installation } from '../installation.ts'
import type { Killed } from '../kills.ts'
import { createJudgement, formatCounts, formatSeconds, type Judged } from '../report.ts'
import type { Figure } from '../result-file.ts'
import { compareDatabases, type TableComparison } from './compare-tables.ts'
import { countUnrecorded } from './raw-ledger.ts'
import type { RunResult, StormResult } from './runs.ts'

/**
 * A killed worker's jobs go on within this. The lock of a job ends after 5 s and is looked for every 2 s
 * (`workers/start-stage.ts`); then its turn must come. How long that takes on this machine, the starts of the receiver
 * tell: the jobs have three times the slowest of them, and 3 s at least.
 */
function resumeLimitMs(kills: readonly Killed[]): number {
  const starts = kills.flatMap(({ victim, backAfterMs = 0 }) => (victim === 'receiver' ? backAfterMs : []))
  return 7_000 + 3 * Math.max(1_000, ...starts)
}

export interface Judgement {
  readonly calm: Verdict
  readonly storm: Verdict
  readonly tables: readonly TableComparison[]
  readonly deadLetters: number
  /** Acked deliveries that the raw ledger lacks. */
  readonly unrecorded: number
  /** By queue and state; empty when all is done. */
  readonly openJobs: Readonly<Record<string, number>>
}

type Run = Pick<Installation, 'databaseUrl' | 'queues'> & { readonly ledger: Ledger }

export async function judge(
  calm: Run,
  storm: Run & { readonly ackedBodies: ReadonlySet<string> },
): Promise<Judgement> {
  const openJobs = await storm.queues.countOpen()
  const limits = { deadlineMs: 20_000, quietMs: 2_000 }
  return {
    calm: await checkAgainstDatabase(calm.ledger, calm.databaseUrl, limits),
    storm: await checkAgainstDatabase(storm.ledger, storm.databaseUrl, limits),
    tables: await compareDatabases(
      { url: calm.databaseUrl, name: 'calm' },
      { url: storm.databaseUrl, name: 'storm' },
    ),
    deadLetters: (await countDead(calm)) + (await countDead(storm)),
    unrecorded: await countUnrecorded(storm.databaseUrl, storm.ackedBodies),
    openJobs,
  }
}

async function countDead({ databaseUrl }: Run): Promise<number> {
  return Number(await withDatabase(databaseUrl, (each) => queryOne(each, 'SELECT COUNT(*) FROM deadLetter')))
}

function shown(examples: readonly string[]): string {
  return examples.map((line) => `\n    ${line}`).join('')
}

/** The table at the end, and what did not hold. */
export function report(calm: RunResult, storm: StormResult, judgement: Judgement): Judged {
  const { sent, kills, settledAfter } = storm
  const { tables, unrecorded, deadLetters, openJobs, storm: verdict } = judgement
  const { lines, failures, line, expect } = createJudgement()
  const differences = tables.reduce((sum, table) => sum + table.differences, 0)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const byKind = Map.groupBy(kills, ({ victim, how }) => `${how} ${victim}`)
  const answers = [...sent.answers].map(([status, count]) => [status || 'none', count] as const)
  const [resumedMs, limitMs] = [longestResume(kills), resumeLimitMs(kills)]
  line('kills', formatCounts([...byKind].map(([kind, all]) => [kind, all.length] as const)))
  line('POSTs', `${sent.attempts}, of which ${sent.retries} retries; by answer: ${formatCounts(answers)}`)
  const copies = sent.items - verdict.sent
  line('events', `${verdict.sent} different, ${copies} copies, ${sent.forged} forged deliveries`)
  line('acked', verdict.acked)
  line('stored', verdict.stored)
  line('missing', verdict.missing)
  line('duplicated', verdict.duplicated)
  line('wrong', `${verdict.wrong} wrong, ${verdict.unexpected} unexpected`)
  line('raw ledger', `${sent.ackedBodies.size} acked bodies, ${unrecorded} not in it`)
  line('dead letters', deadLetters)
  line('rows compared', `${rows} in ${tables.length} tables, ${differences} different`)
  for (const { table, rows: inTable, differences: different } of tables)
    line(`  ${table}`, different === 0 ? inTable : `${inTable}, ${different} DIFFERENT`)
  line(
    'jobs of a killed worker went on',
    `after ${formatSeconds(resumedMs)} at the longest (${formatSeconds(limitMs)} allowed)`,
  )
  line('time of both runs', `${calm.seconds.toFixed(1)} s, ${storm.seconds.toFixed(1)} s in the storm`)
  line('from the last ack to empty queues', `${settledAfter.toFixed(1)} s`)

  for (const name of ['calm', 'storm'] as const) {
    const { sent: all, acked, ok, examples } = judgement[name]
    expect(all === acked, `${name}: ${all - acked} events were never acked`)
    expect(ok, `${name}: the tables differ from the events that were sent${shown(examples)}`)
  }
  for (const { table, differences: different, examples } of tables)
    expect(different === 0, `${table}: ${different} rows differ between the runs${shown(examples)}`)
  expect(calm.isQuiet && storm.isQuiet, 'the queues did not empty in time')
  expect(Object.keys(openJobs).length === 0, `jobs left in Redis: ${JSON.stringify(openJobs)}`)
  expect(unrecorded === 0, `${unrecorded} acked deliveries are not in the raw ledger`)
  expect(deadLetters === 0, `${deadLetters} dead letters`)
  expect(sent.acceptedForgeries === 0, `${sent.acceptedForgeries} forged deliveries were acked`)
  expect(resumedMs <= limitMs, `a killed worker's jobs went on only after ${formatSeconds(resumedMs)}`)
  return { lines, failures }
}

export function figuresOf(storm: StormResult, { storm: verdict, tables, unrecorded }: Judgement): Figure[] {
  const differences = tables.reduce((sum, table) => sum + table.differences, 0)
  return [
    { name: 'events', value: verdict.sent, unit: 'events' },
    { name: 'kills', value: storm.kills.length, unit: 'kills' },
    { name: 'events missing', value: verdict.missing, unit: 'events' },
    { name: 'events stored twice', value: verdict.duplicated, unit: 'events' },
    { name: 'events stored wrongly', value: verdict.wrong + verdict.unexpected, unit: 'events' },
    { name: 'rows that differ from an undisturbed run', value: differences, unit: 'rows' },
    { name: 'acked deliveries not in the raw ledger', value: unrecorded, unit: 'deliveries' },
    {
      name: 'longest wait for the jobs of a killed worker',
      value: longestResume(storm.kills) / 1_000,
      unit: 's',
    },
  ]
}

function longestResume(kills: readonly Killed[]): number {
  return Math.max(0, ...kills.flatMap(({ resumedAfterMs }) => resumedAfterMs ?? []))
}
