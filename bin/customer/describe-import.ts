/** What an import did, or would do, in sentences. */
import type { ImportedRows, Trial } from '../../src/db/import/import-rows.ts'
import type { ImportRun } from '../../src/db/import/import-runs.ts'

export function describePlan(trial: Trial, report: string | undefined): string[] {
  const { newIds, newLinks, merged, numbered, split, reasons } = trial
  return [
    `${count(trial.rows, 'row')} would be imported:`,
    `  created: ${describeIds(newIds)}`,
    `  linked: ${count(newLinks, 'new link')}; ${count(numbered, 'customer')} of today would get a number of yours`,
    `  merged: ${count(merged, 'customer')} of today into another one`,
    ...(split === 0 ? [] : [`  taken apart: ${count(split, 'customer')} of today`]),
    describeRefused(trial, 'would merge'),
    describeLeftOut(trial, report),
    ...reasons.map((reason) => `  - ${reason}`),
    'Nothing was changed. To import, repeat the command without --dry-run.',
  ]
}

export interface DoneImport extends ImportedRows {
  readonly rowsPerSecond: number
  /** Rows that the run had done when it was stopped. */
  readonly rowsBefore: number
}

export function describeRun(run: DoneImport, report: string | undefined): string[] {
  const { rowsBefore } = run
  const since = rowsBefore === 0 ? '' : ` (behind row ${rowsBefore})`
  return [
    `${count(run.rowsDone, 'row')} imported, ${run.rowsPerSecond} a second:`,
    `  created: ${rowsBefore === 0 ? describeIds(run.newIdsByKind) : count(run.newIds, 'id')}`,
    `  linked: ${count(run.newLinks, 'new link')}`,
    `${describeRefused(run, run.sharedValues === 1 ? 'merges' : 'merge')}${since}`,
    describeLeftOut(run, report),
    ...run.reasons.map((reason) => `  - ${reason}`),
  ]
}

function describeIds(ids: Readonly<Record<string, number>>): string {
  const { customer = 0, email = 0, phone = 0 } = ids
  return [count(customer, 'customer number'), count(email, 'e-mail'), count(phone, 'phone')].join(', ')
}

function describeRefused(
  { sharedValues, revokedLinks }: { readonly sharedValues: number; readonly revokedLinks: number },
  merge: string,
): string {
  const revoked = revokedLinks === 0 ? '' : `, ${count(revokedLinks, 'link')} that an operator revoked`
  return `  refused: ${count(sharedValues, 'value')} that ${merge} nobody${revoked}`
}

function describeLeftOut(
  { rowsLeftOut, valuesLeftOut }: Pick<ImportRun, 'rowsLeftOut' | 'valuesLeftOut'>,
  report: string | undefined,
): string {
  if (report === undefined) return '  left out: nothing'
  const values = valuesLeftOut === 0 ? '' : `, and ${count(valuesLeftOut, 'value')} of other rows`
  return `  left out: ${count(rowsLeftOut, 'row')}${values}: see ${report}`
}

/** `1 row`, `2 rows`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
