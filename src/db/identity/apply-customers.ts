import { sql, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { Explored } from '../../identity/explore.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { planChanges } from '../../identity/plan-changes.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKind } from './by-kind.ts'
import { addIds } from './customer-ids.ts'
import { moveRows } from './move-rows.ts'
import { settleProfiles } from './settle-profiles.ts'

/**
 * The rows of these ids, which the transaction has locked, have the customer that the links say. `fresh` are the names of
 * ids that have no row yet: they get it at once as it is to be. Returns the number of ids whose row changed.
 */
export async function applyCustomers(
  transaction: Transaction<Database>,
  explored: Explored,
  fresh: ReadonlySet<string> = new Set(),
): Promise<number> {
  const { changed, dead, regrouped } = planChanges(explored)
  const isStored = (row: CustomerKey) => !fresh.has(nameOfKey(row))
  if (fresh.size > 0) {
    const rows = new Map([...explored.rows, ...changed.map((row) => [nameOfKey(row), row] as const)])
    for (const row of dead) rows.delete(nameOfKey(row))
    await addIds(
      transaction,
      [...fresh].flatMap((name) => rows.get(name) ?? []),
    )
  }
  await updateIds(transaction, changed.filter(isStored))
  await deleteIds(transaction, dead.filter(isStored))
  await moveRows(
    transaction,
    regrouped.filter(({ from, to }) => from !== to),
  )
  await settleProfiles(transaction, regrouped)
  await keepShared(transaction, explored, new Set(dead.map(nameOfKey)))
  return changed.length + dead.length
}

async function updateIds(transaction: Transaction<Database>, rows: readonly IdRow[]): Promise<void> {
  await upsertIds(
    transaction,
    rows.map(({ kind, value, pId, originPId, isShared }) => [
      value,
      kind,
      pId,
      originPId,
      isShared ? 1 : null,
      null,
    ]),
  )
}

/** The rows exist and are locked. Their first event stays. */
const upsertIds = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'originPId', 'shared', 'firstTs'],
  'pId = values(pId), originPId = values(originPId), shared = values(shared)',
)

/** An id without an event that no link names: it is as if it had never been told. */
async function deleteIds(transaction: Transaction<Database>, ids: readonly CustomerKey[]): Promise<void> {
  for (const [kind, values] of byKind(ids))
    await sql`delete from chan2Profile where cidType = ${kind} and channelId in (${valueList(values)})`.execute(
      transaction,
    )
}

/** `sharedValue` names the values that merge nobody now, but for those of the operator. */
async function keepShared(
  transaction: Transaction<Database>,
  { keys, rows, shared }: Explored,
  dead: ReadonlySet<string>,
): Promise<void> {
  const isNamed = (name: string) => shared.has(name) && rows.has(name) && !dead.has(name)
  const over = [...keys].filter(([name]) => rows.get(name)?.isShared === true && !isNamed(name))
  for (const [kind, values] of byKind(over.map(([, key]) => key)))
    await sql`delete from sharedValue where cidType = ${kind} and channelId in (${valueList(values)})
      and reason not in ('listed', 'cleared')`.execute(transaction)
  const now = [...shared].flatMap(([name, { reason, owners }]) => {
    const key = keys.get(name)
    return key === undefined || reason === 'listed' || !isNamed(name)
      ? []
      : [[key.kind, key.value, reason, owners]]
  })
  await upsertShared(transaction, now)
}

const upsertShared = createBulkInsert(
  'sharedValue',
  ['cidType', 'channelId', 'reason', 'owners'],
  'reason = values(reason), owners = values(owners)',
)
