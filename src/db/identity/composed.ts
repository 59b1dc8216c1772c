/** Customers whose rows are made of those of several origins. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { findIdRows } from './customer-ids.ts'
import { settleCustomers } from './settle-profiles.ts'

/** Derived rows follow. A customer who has none yet gets them, while nobody writes the rows of their `pId`. */
export async function settleMerged(
  transaction: Transaction<Database>,
  rows: readonly Pick<IdRow, 'pId'>[],
  composed: ReadonlySet<ProfileId>,
): Promise<void> {
  const pIds = [...new Set(rows.map(({ pId }) => pId))]
  if (pIds.length === 0) return
  const fresh = pIds.filter((pId) => !composed.has(pId))
  if (fresh.length > 0) {
    const { rows: ids } = await sql<{ readonly kind: string; readonly value: string }>`
      select cidType as kind, channelId as value from chan2Profile where pId in (${valueList(fresh)})`.execute(
      transaction,
    )
    await findIdRows(transaction, ids, 'update')
  }
  await settleCustomers(transaction, pIds)
}

/** The customers among these whose rows are derived. */
export async function findComposed(
  db: Kysely<Database>,
  rows: readonly Pick<IdRow, 'pId'>[],
): Promise<Set<ProfileId>> {
  const pIds = [...new Set(rows.map(({ pId }) => pId))]
  if (pIds.length === 0) return new Set()
  const { rows: found } = await sql<Pick<IdRow, 'pId'>>`select pId from derivedProfile
    where pId in (${valueList(pIds)})`.execute(db)
  return new Set(found.map(({ pId }) => pId))
}
