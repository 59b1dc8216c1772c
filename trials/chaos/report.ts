import type { Judgement } from './judge.ts'
import type { RunResult, StormResult } from './runs.ts'
import type { Struck } from './strikes.ts'

/** A killed worker's jobs go on within this. */
const resumeWithinMs = 10_000

/** What did not hold, in words; empty when the promise was kept. */
export function failuresOf(calm: RunResult, storm: StormResult, judgement: Judgement): string[] {
  const { tables, deadLetters, openJobs } = judgement
  const failures: string[] = []
  const expect = (holds: boolean, otherwise: string): void => {
    if (!holds) failures.push(otherwise)
  }
  for (const [name, { sent, acked, ok, examples }] of [
    ['calm', judgement.calm],
    ['storm', judgement.storm],
  ] as const) {
    expect(sent === acked, `${name}: ${sent - acked} events were never acked`)
    expect(
      ok,
      `${name}: the tables are not what was sent\n${examples.map((line) => `    ${line}`).join('\n')}`,
    )
  }
  for (const { table, differences, examples } of tables) {
    const lines = examples.map((line) => `    ${line}`).join('\n')
    expect(differences === 0, `${table}: ${differences} rows differ between the runs\n${lines}`)
  }
  expect(calm.isQuiet && storm.isQuiet, 'the queues did not empty in time')
  expect(Object.keys(openJobs).length === 0, `jobs left in Redis: ${JSON.stringify(openJobs)}`)
  expect(judgement.unrecorded === 0, `${judgement.unrecorded} acked deliveries are not in the raw ledger`)
  expect(deadLetters === 0, `${deadLetters} dead letters`)
  expect(storm.sent.acceptedForgeries === 0, `${storm.sent.acceptedForgeries} forged deliveries were acked`)
  const resume = longestResume(storm.struck)
  expect(resume <= resumeWithinMs, `a killed worker's jobs went on only after ${seconds(resume)}`)
  return failures
}

/** The final table. */
export function summaryOf(calm: RunResult, storm: StormResult, judgement: Judgement): string[] {
  const { sent, struck } = storm
  const verdict = judgement.storm
  const differences = judgement.tables.reduce((sum, table) => sum + table.differences, 0)
  const rows = judgement.tables.reduce((sum, table) => sum + table.rows, 0)
  const lines: [string, string][] = [
    ['strikes', strikesByVictim(struck)],
    ['POSTs', `${sent.attempts}, of which ${sent.retries} retries; answers ${answersOf(sent.answers)}`],
    [
      'events',
      `${verdict.sent} different, ${sent.items - verdict.sent} copies sent besides, ${sent.forged} forged deliveries`,
    ],
    ['acked', String(verdict.acked)],
    ['stored', String(verdict.stored)],
    ['missing', String(verdict.missing)],
    ['duplicated', String(verdict.duplicated)],
    ['wrong', `${verdict.wrong} wrong, ${verdict.unexpected} unexpected`],
    ['raw ledger', `${storm.ackedBodies.size} acked bodies, ${judgement.unrecorded} not in it`],
    ['dead letters', String(judgement.deadLetters)],
    ['rows compared', `${rows} in ${judgement.tables.length} tables, ${differences} different`],
    ...judgement.tables.map(({ table, rows: inTable, differences: different }): [string, string] => [
      `  ${table}`,
      `${inTable}${different === 0 ? '' : `, ${different} DIFFERENT`}`,
    ]),
    ['resumed', `a killed worker's jobs went on after ${seconds(longestResume(struck))} at the longest`],
    [
      'time',
      `calm ${calm.seconds.toFixed(1)} s, storm ${storm.seconds.toFixed(1)} s, of which ${storm.settledAfter.toFixed(1)} s after the last ack`,
    ],
  ]
  return lines.map(([name, value]) => `${name.padEnd(24)}${value}`)
}

function longestResume(struck: readonly Struck[]): number {
  const times = struck.flatMap(({ resumedAfterMs }) => resumedAfterMs ?? [])
  return Math.max(0, ...times)
}

function strikesByVictim(struck: readonly Struck[]): string {
  const byKind = Map.groupBy(struck, ({ victim, blow }) => `${victim} ${blow}`)
  return [...byKind]
    .map(([kind, all]) => `${kind} ${all.length}`)
    .toSorted()
    .join(', ')
}

function answersOf(answers: ReadonlyMap<number, number>): string {
  return [...answers].map(([status, count]) => `${status === 0 ? 'none' : status} ${count}`).join(', ')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
