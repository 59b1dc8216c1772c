import type { Kysely, Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileFact } from '../../domain/profile-fact.ts'
import { idsOfRow, linksOfRow } from '../../import/import-links.ts'
import type { Batch } from '../../import/read-batches.ts'
import { findIdRows, holdIds } from '../identity/customer-ids.ts'
import { noteFirst } from '../identity/first-times.ts'
import { recordFacts } from '../identity/profile-facts.ts'
import { recordLinks } from '../identity/record-links.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { advanceRun, holdRun, type ImportRun, type Progress } from './import-runs.ts'

export interface CustomersToWrite {
  readonly batch: Batch
  readonly run: ImportRun
  readonly source: string
  readonly reportBytes: number
  readonly now: number
}

export interface WrittenCustomers {
  readonly run: ImportRun
  /** Ids of new links, whose customers may change. */
  readonly touched: readonly CustomerKey[]
}

/**
 * The rows of the batch are in the tables, and the run is behind them: in one transaction. `resolveCustomers` makes
 * customers of the links. Undefined: another process has gone on with this run, and nothing was written.
 */
export async function writeCustomers(
  db: Kysely<Database>,
  { batch, run, source, reportBytes, now }: CustomersToWrite,
): Promise<WrittenCustomers | undefined> {
  const { rows } = batch
  const links = rows.flatMap((row) => linksOfRow(row, { source, ts: run.startedTs }))
  const keys = rows.flatMap(idsOfRow)
  return await inTransaction(db, async (transaction) => {
    const held = await holdRun(transaction, run.id)
    // The connection was lost after the COMMIT of this batch: its customers are marked.
    if (held.rowsDone === run.rowsDone + batch.read && held.updatedTs === now)
      return { run: held, touched: [] }
    if (held.rowsDone !== run.rowsDone) return undefined
    const known = await findIdRows(transaction, keys)
    await recordFacts(transaction, factsOf(batch, { source, ts: run.startedTs }))
    await holdNumbers(transaction, { batch, ts: run.startedTs })
    const ends = await recordLinks(transaction, links)
    const numbers = keys.filter(({ kind }) => kind === 'customer')
    const names = new Set([...numbers, ...ends].map(nameOfKey))
    const to: Progress = {
      rowsDone: run.rowsDone + batch.read,
      rowsLeftOut: run.rowsLeftOut + batch.rowsLeftOut,
      valuesLeftOut: run.valuesLeftOut + batch.leftOut.length - batch.rowsLeftOut,
      newIds: run.newIds + [...names].filter((name) => !known.has(name)).length,
      newLinks: run.newLinks + ends.length / 2,
      reportBytes,
    }
    await advanceRun(transaction, { id: run.id, to, now })
    return { run: { ...run, ...to, updatedTs: now }, touched: ends }
  })
}

function factsOf(
  { rows }: Batch,
  { source, ts }: { readonly source: string; readonly ts: number },
): ProfileFact[] {
  return rows.flatMap(({ customer, profile }) =>
    [...profile].map(([name, value]) => ({
      of: { kind: 'customer', value: customer },
      name,
      value,
      strength: 'brand',
      ts,
      source: { kind: 'import', id: source },
    })),
  )
}

/** A number without any value of profile, e-mail or phone is a customer, too. */
async function holdNumbers(
  transaction: Transaction<Database>,
  { batch, ts }: { readonly batch: Batch; readonly ts: number },
): Promise<void> {
  const bare = batch.rows.filter(({ profile }) => profile.size === 0)
  const rows = await holdIds(
    transaction,
    bare.map(({ customer }) => ({ kind: 'customer', value: customer })),
  )
  await noteFirst(
    transaction,
    [...rows.values()].map((row) => ({ row, ts })),
  )
}
