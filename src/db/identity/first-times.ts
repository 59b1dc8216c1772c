import type { Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { touchIds } from './record-links.ts'

/**
 * The ids are known since this time or longer. A customer of several origins may get another `pId` by
 * that: these are marked, and returned.
 */
export async function noteFirst(
  transaction: Transaction<Database>,
  times: readonly { readonly row: Omit<IdRow, 'isShared'>; readonly ts: number }[],
): Promise<readonly CustomerKey[]> {
  const earlier = times
    .filter(({ row: { firstTs }, ts }) => firstTs === null || ts < firstTs)
    .toSorted((a, b) => (nameOfKey(a.row) < nameOfKey(b.row) ? -1 : 1))
  await upsertFirst(
    transaction,
    earlier.map(({ row: { kind, value, pId }, ts }) => [value, kind, pId, Math.max(ts, 1)]),
  )
  const touched = earlier.flatMap(({ row }) => (row.originPId === null ? [] : [row]))
  await touchIds(transaction, touched)
  return touched
}

const upsertFirst = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'firstTs'],
  'firstTs = least(coalesce(chan2Profile.firstTs, values(firstTs)), values(firstTs))',
)
