import { type Kysely, sql, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { Explored } from '../../identity/explore.ts'
import { type Changes, planChanges } from '../../identity/plan-changes.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKind } from './by-kind.ts'
import { addIds, updateIds } from './customer-ids.ts'
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
  const changes = planChanges(explored)
  await writeCustomersOfIds(transaction, explored, { changes, fresh })
  await moveRows(
    transaction,
    changes.regrouped.filter(({ from, to }) => from !== to),
  )
  await settleProfiles(transaction, changes.regrouped)
  return changes.changed.length + changes.dead.length
}

/** The same where `hasRows` is false: then there is nothing to move. */
export async function writeCustomersOfIds(
  transaction: Transaction<Database>,
  explored: Explored,
  { changes, fresh }: { readonly changes: Changes; readonly fresh: ReadonlySet<string> },
): Promise<void> {
  const { changed, dead } = changes
  const isStored = (row: CustomerKey) => !fresh.has(nameOfKey(row))
  const rows = new Map([...explored.rows, ...changed.map((row) => [nameOfKey(row), row] as const)])
  for (const row of dead) rows.delete(nameOfKey(row))
  await addIds(
    transaction,
    [...fresh].flatMap((name) => rows.get(name) ?? []),
  )
  await updateIds(transaction, changed.filter(isStored))
  await deleteIds(transaction, dead.filter(isStored))
  await keepShared(transaction, explored, new Set(dead.map(nameOfKey)))
}

/** Whether there are rows to move or to put together. An e-mail or a check box that joins a customer has none. */
export async function hasRows(db: Kysely<Database>, { regrouped }: Changes): Promise<boolean> {
  if (regrouped.length === 0) return false
  if (regrouped.some(({ origin, from, to }) => from !== to && from !== origin)) return true
  const origins = regrouped.flatMap(({ origin, to }) => (origin === to ? [] : [origin]))
  const customers = [...new Set(regrouped.flatMap(({ from, to }) => [from, to]))]
  const selects = [
    ['interaction', origins],
    ['profile', origins],
    ['profileFacebook', origins],
    ['derivedProfile', customers],
  ] as const
  const { rows } = await unionAll(
    selects.flatMap(([table, pIds]) =>
      pIds.length === 0
        ? []
        : [sql`select 1 from ${sql.table(table)} where pId in (${valueList(pIds)}) limit 1`],
    ),
  ).execute(db)
  return rows.length > 0
}

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
