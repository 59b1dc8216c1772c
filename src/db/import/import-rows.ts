/** An import of the brand's own customers, from its rows to customers in the tables. */
import type { Kysely } from 'kysely'
import type { Key } from '../../domain/event.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import type { SourceRow } from '../../import/csv-file.ts'
import { idsOfRow } from '../../import/import-links.ts'
import { type LeftOutReport, openReport } from '../../import/left-out-report.ts'
import { readBatches } from '../../import/read-batches.ts'
import type { RowReader } from '../../import/to-import-row.ts'
import { findIdRows } from '../identity/customer-ids.ts'
import { resolveCustomers } from '../identity/resolve-customers.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { KnownForgotten } from '../identity/forgotten-links.ts'
import { createImportCounts, type ImportCounts } from './import-counts.ts'
import { finishRun, type ImportRun } from './import-runs.ts'
import { refuseForgotten } from './refuse-forgotten.ts'
import { openTrial } from './trial-rows.ts'
import { planImport } from './plan-import.ts'
import type { ImportPlan } from '../../import/plan-counts.ts'
import { resolveBatch } from './resolve-batch.ts'
import { type CustomersToWrite, writeCustomers, type WrittenCustomers } from './write-customers.ts'

export interface RowsToImport {
  readonly rows: AsyncIterable<SourceRow>
  readonly reader: RowReader
  /** Name of the brand's system. */
  readonly source: string
  /** File for what is left out. */
  readonly report: string
  readonly rules: IdentityRules
  /** Rows of these customers are left out. Undefined: nobody was forgotten, or the operator brings them back. */
  readonly tombstones: KnownForgotten
  /** ms */
  readonly clock: () => number
  readonly onProgress: (step: string, done: number) => void
  /** Rows of one transaction: few statements a row, and locks of some tens of milliseconds. */
  readonly rowsAtOnce?: number
}

/** A multiple of the rows of one statement (`bulk-insert.ts`) fills statements of ids and links. */
const usualRowsAtOnce = 512
const marksAtOnce = 5_000

/** The counts are of the rows behind those that a stopped run had done. */
export interface ImportedRows extends ImportRun, ImportCounts {}

/**
 * The rows behind those that the run has done are in the tables, and customers are what their links say. After a stop at
 * any point, the same call goes on. Undefined: another process goes on with this run.
 */
export async function importRows(
  db: Kysely<Database>,
  run: ImportRun,
  {
    rows,
    reader,
    source,
    report,
    rules,
    clock,
    onProgress,
    tombstones,
    rowsAtOnce = usualRowsAtOnce,
  }: RowsToImport,
): Promise<ImportedRows | undefined> {
  const counts = createImportCounts()
  const leftOut = openReport(report, run.reportBytes)
  let at = run
  try {
    for await (const batch of ahead(readBatches(rows, { reader, size: rowsAtOnce, skip: run.rowsDone }))) {
      const to = { batch, run: at, source, rules, now: clock(), tombstones }
      const next = await writeAllowed(db, to, leftOut)
      if (next === undefined) return undefined
      at = next.run
      counts.add(next.counts)
      await resolveBatch(db, next.touched, rules)
      onProgress('imported', at.rowsDone)
    }
  } finally {
    leftOut.close()
  }
  // What a stop between a batch and its customers left.
  for (let done = 0; ;) {
    const { resolved, left } = await resolveCustomers(db, { atMost: marksAtOnce, rules })
    done += resolved
    if (resolved > 0) onProgress('linked', done)
    if (resolved === 0 || left === 0) break
  }
  await finishRun(db, run.id, clock())
  return { ...at, ...(await counts.total(db)) }
}

/** Reads the next batch while the database works at this one. */
async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  try {
    for (let next = items.next(); ;) {
      const { done, value } = await next
      if (done === true) return
      next = items.next()
      // An error of the next batch is thrown when it is that batch's turn.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await items.return(undefined)
  }
}

/** Rows of forgotten customers are left out. */
async function writeAllowed(
  db: Kysely<Database>,
  to: Omit<CustomersToWrite, 'reportBytes'>,
  leftOut: LeftOutReport,
): Promise<WrittenCustomers | undefined> {
  let { batch } = to
  let told = 0
  for (;;) {
    const reportBytes = leftOut.add(batch.leftOut.slice(told))
    const toWrite = { ...to, batch, reportBytes }
    // Events of all its customers may come while a batch is written: it waits longer for them than a transaction does.
    const written = await again(() => writeCustomers(db, toWrite))
    if (written === undefined || 'run' in written) return written
    told = batch.leftOut.length
    batch = written
  }
}

export interface Trial extends ImportPlan {
  readonly rows: number
  readonly rowsLeftOut: number
  readonly valuesLeftOut: number
}

/** What `importRows` would do. Nothing is changed, but for rows of `importRow` while it lasts. */
export async function tryRows(
  db: Kysely<Database>,
  key: Key,
  { rows: given, reader, source, report, rules, clock, onProgress, tombstones }: RowsToImport,
): Promise<Trial> {
  const now = clock()
  const rows = await openTrial(db, { key, source, now })
  const leftOut = openReport(report, 0)
  const counts = { rows: 0, rowsLeftOut: 0, valuesLeftOut: 0 }
  try {
    for await (const read of readBatches(given, { reader, size: usualRowsAtOnce, skip: 0 })) {
      const known = await findIdRows(db, read.rows.flatMap(idsOfRow))
      const batch = await refuseForgotten(db, { batch: read, known }, tombstones)
      await rows.add(batch)
      leftOut.add(batch.leftOut)
      counts.rows += batch.read
      counts.rowsLeftOut += batch.rowsLeftOut
      counts.valuesLeftOut += batch.leftOut.length - batch.rowsLeftOut
      onProgress('read', counts.rows)
    }
    const plan = await planImport(db, {
      rows,
      source,
      ts: now,
      rules,
      onProgress: (done) => onProgress('compared', done),
    })
    return { ...counts, ...plan }
  } finally {
    leftOut.close()
    await rows.remove()
  }
}
