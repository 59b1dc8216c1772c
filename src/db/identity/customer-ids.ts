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
  const rows: IdRow[] = []
  for (let from = 0; from < pIds.length; from += idsAtOnce) {
    const some = valueList(pIds.slice(from, from + idsAtOnce))
    const found = await sql<FoundRow>`select channelId, cidType, pId, originPId, firstTs, shared
      from chan2Profile where pId in (${some})`.execute(db)
    rows.push(...found.rows.map(toIdRow))
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
 * `fresh` have rows, which are locked, and `changed`, which the transaction has locked and which differ from what is stored,
 * are as they are to be; their first event stays. Throws DatabaseBusyError (retry) when another transaction has made one
 * of the fresh ones: what was decided without it counts no more.
 */
export async function writeIds(
  transaction: Transaction<Database>,
  { fresh, changed }: { readonly fresh: readonly IdRow[]; readonly changed: readonly IdRow[] },
): Promise<void> {
  const { added } = await upsertIds(
    transaction,
    [...fresh, ...changed]
      .toSorted(byLockOrder)
      .map(({ kind, value, pId, originPId, firstTs, isShared }) => [
        value,
        kind,
        pId,
        originPId,
        isShared ? 1 : null,
        firstTs === null ? null : Math.max(firstTs, 1),
      ]),
  )
  // The database counts a new row once, a changed one twice, and one that was as it is to be not at all.
  if (added !== fresh.length + 2 * changed.length) throw new DatabaseBusyError(rowChanged)
}

const upsertIds = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'originPId', 'shared', 'firstTs'],
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
