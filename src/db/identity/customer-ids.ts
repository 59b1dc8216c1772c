/** Rows of `chan2Profile`: ids with their customer and their origin. */
import { type RawBuilder, sql, type Kysely, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import { originOf } from '../../domain/origin.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { DatabaseBusyError } from '../../errors.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { rowChanged } from '../mysql/database-error.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKind, byKindInParts, byLockOrder } from './by-kind.ts'

/** `update` and `share` lock the rows until the end of the transaction. */
export type RowLock = 'none' | 'share' | 'update'

const idsAtOnce = 1_024

/**
 * The rows of these ids, by `nameOfKey`. Ids without a row are left out. The rows are locked in one order
 * (`byKindInParts`), so that transactions do not wait for each other in a circle.
 */
export async function findIdRows(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
  lock: RowLock = 'none',
): Promise<Map<string, IdRow>> {
  const rows = new Map<string, IdRow>()
  for (const part of byKindInParts(keys, idsAtOnce)) {
    const ofKinds = part.map(
      ([kind, values]) => sql`(cidType = ${kind} and channelId in (${valueList(values)}))`,
    )
    const found = await sql<FoundRow>`select channelId, cidType, pId, originPId, firstTs, shared
      from chan2Profile force index (primary) where ${sql.join(ofKinds, sql` or `)} ${suffixes[lock]}`.execute(
      db,
    )
    for (const row of found.rows.map(toIdRow)) rows.set(nameOfKey(row), row)
  }
  return rows
}

/** All ids of these customers. */
export async function findIdsOf(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<IdRow[]> {
  const columns = sql`channelId, cidType, pId, originPId, firstTs, shared`
  return (await selectOf<FoundRow>(db, pIds, columns)).map(toIdRow)
}

/** The same without their rows: the index alone has them. */
export async function findKeysOf(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<CustomerKey[]> {
  return await selectOf<CustomerKey>(db, pIds, sql`cidType as kind, channelId as value`)
}

async function selectOf<Row>(
  db: Kysely<Database>,
  pIds: readonly ProfileId[],
  columns: RawBuilder<unknown>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let from = 0; from < pIds.length; from += idsAtOnce) {
    const some = valueList(pIds.slice(from, from + idsAtOnce))
    const found = await sql<Row>`select ${columns} from chan2Profile where pId in (${some})`.execute(db)
    rows.push(...found.rows)
  }
  return rows
}

/**
 * Each id has a row, locked against a change of its customer until the end of the transaction. A new row has no event
 * yet. Returns all rows.
 */
export async function holdIds(
  transaction: Transaction<Database>,
  keys: readonly CustomerKey[],
): Promise<Map<string, IdRow>> {
  const held = await findIdRows(transaction, keys, 'share')
  const missing = byKind(keys.filter((key) => !held.has(nameOfKey(key)))).flatMap(([kind, values]) =>
    values.map((value) => toFreshRow({ kind, value })),
  )
  if (missing.length === 0) return held
  const { added } = await insertIds(
    transaction,
    missing.map(({ kind, value, pId }) => [value, kind, pId, null]),
  )
  const made =
    added === missing.length
      ? new Map(missing.map((row) => [nameOfKey(row), row]))
      : await findIdRows(transaction, missing, 'share')
  return new Map([...held, ...made])
}

/** The row of an id that nothing has told before. */
export function toFreshRow({ kind, value }: CustomerKey): IdRow {
  return { kind, value, pId: originOf({ kind, value }), originPId: null, firstTs: null, isShared: false }
}

const insertIds = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'firstTs'],
  'pId = chan2Profile.pId',
)

/**
 * These rows are there, and locked. Throws DatabaseBusyError (retry) when another transaction has made one of them: what
 * was decided without it counts no more.
 */
export async function addIds(transaction: Transaction<Database>, rows: readonly IdRow[]): Promise<void> {
  const { added } = await insertRows(transaction, rows.toSorted(byLockOrder).map(toColumns))
  if (added !== rows.length) throw new DatabaseBusyError(rowChanged)
}

/**
 * These rows, which the transaction has locked, are as they are to be. Their first event stays. Not in one statement with
 * new ones: the database counts a changed row twice and an unchanged one not at all, so the sum may hide one that is not
 * new.
 */
export async function updateIds(transaction: Transaction<Database>, rows: readonly IdRow[]): Promise<void> {
  await upsertRows(transaction, rows.map(toColumns))
}

function toColumns({ kind, value, pId, originPId, firstTs, isShared }: IdRow): readonly unknown[] {
  const ts = firstTs === null ? null : Math.max(firstTs, 1)
  return [value, kind, pId, originPId, isShared ? 1 : null, ts]
}

const columns = ['channelId', 'cidType', 'pId', 'originPId', 'shared', 'firstTs'] as const
const insertRows = createBulkInsert('chan2Profile', columns, 'pId = chan2Profile.pId')
const upsertRows = createBulkInsert(
  'chan2Profile',
  columns,
  'pId = values(pId), originPId = values(originPId), shared = values(shared)',
)

interface FoundRow {
  readonly channelId: string
  readonly cidType: string
  readonly pId: ProfileId
  readonly originPId: ProfileId | null
  readonly firstTs: string | null
  readonly shared: number | null
}

function toIdRow({ channelId, cidType, pId, originPId, firstTs, shared }: FoundRow): IdRow {
  const times = firstTs === null ? null : Number(firstTs)
  return { kind: cidType, value: channelId, pId, originPId, firstTs: times, isShared: shared === 1 }
}

const suffixes: Readonly<Record<RowLock, RawBuilder<unknown>>> = {
  none: sql``,
  share: sql`lock in share mode`,
  update: sql`for update`,
}
