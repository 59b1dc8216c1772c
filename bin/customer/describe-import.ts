/** What an import did, or would do, in sentences. */
import type { Trial } from '../../src/db/import/import-rows.ts'
import type { ImportRun } from '../../src/db/import/import-runs.ts'

export function describePlan(trial: Trial, report: string | undefined): string[] {
  const { newIds, newLinks, revokedLinks, merged, numbered, split, sharedValues, reasons } = trial
  const created = [
    count(newIds['customer'] ?? 0, 'customer number'),
    count(newIds['email'] ?? 0, 'e-mail'),
    count(newIds['phone'] ?? 0, 'phone'),
  ]
  const revoked = revokedLinks === 0 ? '' : `, ${count(revokedLinks, 'link')} that an operator revoked`
  return [
    `${count(trial.rows, 'row')} would be imported:`,
    `  created: ${created.join(', ')}`,
    `  linked: ${count(newLinks, 'new link')}; ${count(numbered, 'customer')} of today would get a number of yours`,
    `  merged: ${count(merged, 'customer')} of today into another one`,
    ...(split === 0 ? [] : [`  taken apart: ${count(split, 'customer')} of today`]),
    `  refused: ${count(sharedValues, 'value')} that would merge nobody${revoked}`,
    describeLeftOut(trial, report),
    ...reasons.map((reason) => `  - ${reason}`),
    'Nothing was changed. To import, repeat the command without --dry-run.',
  ]
}

export function describeRun(
  run: ImportRun & { readonly rowsPerSecond: number },
  report: string | undefined,
): string[] {
  return [
    `${count(run.rowsDone, 'row')} imported, ${run.rowsPerSecond} a second:`,
    `  created: ${count(run.newIds, 'id')}`,
    `  linked: ${count(run.newLinks, 'new link')}`,
    describeLeftOut(run, report),
  ]
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
