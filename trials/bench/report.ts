import { printTable } from '../report.ts'
import type { Figure } from '../result-file.ts'
import type { DetailTable } from './bench-context.ts'
import { type Finding, round } from './verdict.ts'

interface Result {
  readonly findings: readonly Finding[]
  readonly tables: readonly DetailTable[]
  readonly seconds: number
}

export function printResult({ findings, tables, seconds }: Result): void {
  for (const { title, rows } of tables) {
    const columns = Object.keys(Object.values(rows)[0] ?? {})
    const lines = Object.entries(rows).map(([name, row]) => [
      name,
      ...columns.map((column) => round(row[column] ?? Number.NaN)),
    ])
    console.log(`\n${title}`)
    printTable([['', ...columns], ...lines])
  }
  console.log(`\nResult (${seconds} s)`)
  const lines = findings.map(({ part, what, value, unit, range, target, verdict, note }) => [
    part,
    what,
    `${round(value)} ${unit}`,
    range,
    target,
    verdict,
    note,
  ])
  printTable([['', 'figure', 'median', 'min–max', 'target', 'verdict', ''], ...lines])
}

/** The findings, then each cell of the tables as a figure of its own. */
export function figuresOf({ findings, tables }: Pick<Result, 'findings' | 'tables'>): Figure[] {
  return [
    ...findings.map(({ what, value, unit, range, target, verdict, note }) => ({
      name: what,
      value,
      unit,
      range,
      note: [target === '' ? '' : `target ${target}: ${verdict}`, note]
        .filter((part) => part !== '')
        .join('; '),
    })),
    ...tables.flatMap(({ title, rows }) =>
      Object.entries(rows).flatMap(([row, cells]) =>
        Object.entries(cells)
          .filter(([, value]) => Number.isFinite(value))
          .map(([column, value]) => ({
            name: `${title}: ${row}, ${nameOf(column)}`,
            value,
            unit: unitOf(column),
          })),
      ),
    ),
  ]
}

function nameOf(column: string): string {
  return column === 'perSecond' ? 'rate' : column.replace(/Ms$/, '')
}

/** Columns are rates, times in ms, or the processor time of a process. */
function unitOf(column: string): string {
  if (column === 'perSecond') return 'a second'
  return /^(?:p50|p99|most|ackP50|ackP99)/.test(column) ? 'ms' : 'µs'
}
