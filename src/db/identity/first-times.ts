/** Since when ids are known. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { Psid } from '../../domain/ids.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { touchIds } from './record-links.ts'

/** The time of the first event of an id of Facebook. */
export interface EarlierFirst {
  readonly id: Psid
  /** ms */
  readonly ts: number
}

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

/**
 * The same, in few statements, for ids that nothing links, which is nearly all: nobody's customer depends on it. False: some
 * are linked, or were told an earlier time meanwhile.
 */
export async function noteFirstOfUnlinked(
  db: Kysely<Database>,
  earlier: readonly EarlierFirst[],
): Promise<boolean> {
  let noted = 0
  for (let from = 0; from < earlier.length; from += casesAtOnce) {
    const some = earlier.slice(from, from + casesAtOnce)
    const times = some.map(({ id, ts }) => sql`when ${id} then ${Math.max(ts, 1)}`)
    const time = sql`case channelId ${sql.join(times, sql` `)} end`
    const { numAffectedRows } = await again(() =>
      sql`update chan2Profile
        set firstTs = least(coalesce(firstTs, ${time}), ${time})
        where cidType = 'facebook' and channelId in (${valueList(some.map(({ id }) => id))})
          and originPId is null`.execute(db),
    )
    noted += Number(numAffectedRows ?? 0)
  }
  return noted === earlier.length
}

/** The server compares each row with each case. */
const casesAtOnce = 128
