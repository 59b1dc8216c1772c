import type { Kysely, Transaction } from 'kysely'
import { type CustomerKey, type IdentityLink, linkKey, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileFact } from '../../domain/profile-fact.ts'
import { explore, type IdentityRules } from '../../identity/explore.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { splitByHeld } from '../../identity/held-customers.ts'
import { idsOfRow, linksOfRow } from '../../import/import-links.ts'
import type { Batch } from '../../import/read-batches.ts'
import { rowsInMemory } from '../../import/rows-at.ts'
import { applyCustomers } from '../identity/apply-customers.ts'
import { findIdRows } from '../identity/customer-ids.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { noteFirst } from '../identity/first-times.ts'
import { recordFacts } from '../identity/profile-facts.ts'
import { findNewLinks, storeLinks, touchIds } from '../identity/record-links.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { KnownForgotten } from '../identity/forgotten-links.ts'
import { type BatchCounts, findRevoked, sharedOf } from './import-counts.ts'
import { advanceRun, holdRun, type ImportRun, type Progress } from './import-runs.ts'
import { createPlannedReader } from './planned-reader.ts'
import { refuseForgotten } from './refuse-forgotten.ts'

export interface CustomersToWrite {
  readonly batch: Batch
  readonly run: ImportRun
  readonly source: string
  readonly rules: IdentityRules
  readonly reportBytes: number
  readonly now: number
  readonly tombstones: KnownForgotten
}

export interface WrittenCustomers {
  readonly run: ImportRun
  /** Marked ids, whose customers also have ids that the batch does not name. */
  readonly touched: readonly CustomerKey[]
  readonly counts: BatchCounts
}

/**
 * The rows of the batch are in the tables, and the run is behind them: in one transaction. Customers that consist of ids of
 * the batch are what the links say. The ids of others are marked: `resolveCustomers` locks all of theirs. Undefined: another
 * process has gone on with this run, and nothing was written. A batch: neither, as rows of forgotten customers must be left
 * out first.
 */
export async function writeCustomers(
  db: Kysely<Database>,
  { batch, run, source, rules, reportBytes, now, tombstones }: CustomersToWrite,
): Promise<WrittenCustomers | Batch | undefined> {
  const ts = run.startedTs
  return await inTransaction(db, async (transaction) => {
    const held = await holdRun(transaction, run.id)
    // The connection was lost after the COMMIT of this batch: its customers are marked, if they are not written.
    if (held.rowsDone === run.rowsDone + batch.read && held.updatedTs === now)
      return { run: held, touched: [], counts: { fresh: [], shared: [], revoked: [] } }
    if (held.rowsDone !== run.rowsDone) return undefined
    const keys = new Map(batch.rows.flatMap(idsOfRow).map((key) => [nameOfKey(key), key]))
    const stored = await findIdRows(transaction, [...keys.values()], 'update')
    const allowed = await refuseForgotten(transaction, { batch, known: stored }, tombstones)
    if (allowed !== batch) return allowed
    const written = await linkRows(transaction, { batch, source, rules, ts, keys, stored })
    await recordFacts(transaction, factsOf(batch, { source, ts }))
    await noteNumbers(transaction, { batch, ts })
    const to: Progress = {
      rowsDone: run.rowsDone + batch.read,
      rowsLeftOut: run.rowsLeftOut + batch.rowsLeftOut,
      valuesLeftOut: run.valuesLeftOut + batch.leftOut.length - batch.rowsLeftOut,
      newIds: run.newIds + written.counts.fresh.length,
      newLinks: run.newLinks + written.newLinks,
      reportBytes,
    }
    await advanceRun(transaction, { id: run.id, to, now })
    return { run: { ...run, ...to, updatedTs: now }, touched: written.touched, counts: written.counts }
  })
}

/** The ids of the rows and their links are stored. */
async function linkRows(
  transaction: Transaction<Database>,
  {
    batch: { rows },
    source,
    rules,
    ts,
    keys,
    stored,
  }: Pick<CustomersToWrite, 'batch' | 'source' | 'rules'> & {
    readonly ts: number
    /** The ids of the rows, by name. */
    readonly keys: ReadonlyMap<string, CustomerKey>
    /** Those of them that have a row, which the transaction has locked. */
    readonly stored: ReadonlyMap<string, IdRow>
  },
) {
  const links = rows.flatMap((row) => linksOfRow(row, { source, ts }))
  const news = await findNewLinks(transaction, links)
  const isNew = new Set(news.map(({ key }) => key))
  const revoked = await findRevoked(
    transaction,
    links.filter((link) => !isNew.has(linkKey(link))),
  )
  const seeds = newOnes(keys, { news, stored })
  const fresh = new Set([...seeds.keys()].filter((name) => !stored.has(name)))
  if (seeds.size === 0)
    return { newLinks: 0, touched: [], counts: { fresh: [], shared: sharedOf(keys, { stored }), revoked } }
  const reader = createPlannedReader(transaction, {
    rows: rowsInMemory(rows),
    source,
    ts,
    planned: new Set(),
    reader: createDatabaseReader(
      transaction,
      new Map([...keys.keys()].map((name) => [name, stored.get(name)])),
    ),
  })
  const explored = await explore(reader, [...seeds.values()], rules)
  const { closed, open } = splitByHeld(explored, (name) => fresh.has(name) || stored.has(name))
  await applyCustomers(transaction, closed, fresh)
  await storeLinks(transaction, news)
  const touched = [...seeds].flatMap(([name, key]) => (open.has(name) ? [key] : []))
  await touchIds(transaction, touched)
  const counts = {
    fresh: [...seeds].flatMap(([name, key]) => (fresh.has(name) ? [key] : [])),
    shared: sharedOf(keys, { explored, stored }),
    revoked,
  }
  return { newLinks: news.length, touched, counts }
}

/** The ids of new links, and the numbers that have no row. */
function newOnes(
  keys: ReadonlyMap<string, CustomerKey>,
  { news, stored }: { readonly news: readonly IdentityLink[]; readonly stored: ReadonlyMap<string, unknown> },
): Map<string, CustomerKey> {
  const ones = new Map(news.flatMap(({ a, b }) => [a, b]).map((key) => [nameOfKey(key), key]))
  for (const [name, key] of keys) if (key.kind === 'customer' && !stored.has(name)) ones.set(name, key)
  return ones
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

/** A number without any value of profile counts from the import on, too. */
async function noteNumbers(
  transaction: Transaction<Database>,
  { batch, ts }: { readonly batch: Batch; readonly ts: number },
): Promise<void> {
  const bare = batch.rows.filter(({ profile }) => profile.size === 0)
  const rows = await findIdRows(
    transaction,
    bare.map(({ customer }) => ({ kind: 'customer', value: customer })),
    'update',
  )
  await noteFirst(
    transaction,
    [...rows.values()].map((row) => ({ row, ts })),
  )
}
