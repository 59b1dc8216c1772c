import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DetailTable } from './bench-context.ts'
import type { Machine } from './machine.ts'
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

/** bench/results/<date>.json, the path as told. */
export function writeResult(result: Result & { size: string; machine: Machine; complete: boolean }): string {
  const folder = path.join(import.meta.dirname, 'results')
  const date = new Date().toISOString()
  const file = path.join(folder, `${date.slice(0, 19).replaceAll(':', '')}.json`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${JSON.stringify({ date, ...result }, undefined, 2)}\n`)
  return path.relative(process.cwd(), file)
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : pad(cell, widths[column] ?? 0),
    )
    console.log(`  ${cells.join('  ')}`.trimEnd())
  }
}

function pad(cell: string, width: number): string {
  return /^[–\d]/.test(cell) ? cell.padStart(width) : cell.padEnd(width)
}
