/** How trials print: a table of names and values, the promises that were not kept, and a last line. */

/** One line of a report; an indented name belongs to the line above. */
export type Line = readonly [name: string, value: string | number]

const nameWidth = 46

export function formatLine([name, value]: Line): string {
  return `${name.padEnd(nameWidth)} ${value}`
}

export function formatSeconds(ms = 0): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** `3 parse; 4 stitch`; 0 for nothing. */
export function formatCounts(counts: Iterable<readonly [string | number, number]>): string {
  const all = [...counts].map(([name, count]) => `${count} ${name}`)
  return all.length === 0 ? '0' : all.join('; ')
}

/** First columns to the left, numbers to the right. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const isNumber = column > 0 && /^[–\d]/.test(cell)
      return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
    })
    console.log(`  ${cells.join('  ')}`.trimEnd())
  }
}

export interface Judged {
  readonly lines: readonly Line[]
  /** What did not hold, in words; empty when the promise was kept. */
  readonly failures: readonly string[]
}

export interface Judgement extends Judged {
  line(name: string, value: string | number): void
  expect(holds: boolean, otherwise: string): void
}

export function createJudgement(): Judgement {
  const lines: Line[] = []
  const failures: string[] = []
  return {
    lines,
    failures,
    line: (name, value) => void lines.push([name, value]),
    expect: (holds, otherwise) => void (holds || failures.push(otherwise)),
  }
}

export interface Outcome extends Judged {
  /** Lines of the processes' logs: JSON, or what a process wrote unasked. */
  readonly log: readonly string[]
}

/** The report of a storm; returns its exit status. */
export function printOutcome({ lines, failures, log }: Outcome): number {
  for (const line of lines) console.log(formatLine(line))
  for (const [said, count] of complaintsIn(log)) console.log(formatLine([`log: ${said}`, count]))
  for (const failure of failures) console.log(`NOT KEPT: ${failure}`)
  if (failures.length > 0) for (const line of errorsIn(log)) console.log(line)
  return failures.length === 0 ? 0 : 1
}

/** What the processes logged, and how often. */
function complaintsIn(log: readonly string[]): readonly Line[] {
  const counts = new Map<string, number>()
  for (const line of log) {
    const isJson = line.startsWith('{') && line.endsWith('}')
    const { msg = line, reason = '' }: { msg?: string; reason?: string } = isJson ? JSON.parse(line) : {}
    const said = `${msg} ${reason}`.trim()
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return [...counts].slice(0, 12)
}

/** The first lines at level error and above, and what a process wrote without being asked. */
function errorsIn(log: readonly string[]): readonly string[] {
  return log
    .filter((line) => /"level":(?:[56]0|"error"|"fatal")/.test(line) || !line.startsWith('{'))
    .slice(0, 20)
}
