/** Values that the operator listed, and ids of Pages. */
import { type Kysely, sql } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { asPageId } from '../../domain/ids.ts'
import type { SharedReason } from '../../domain/profile-fact.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKind } from './customer-ids.ts'

const decidedByOperator: readonly SharedReason[] = ['listed', 'cleared']

/** `listed` or `cleared` where the operator said so, by the name of the value. */
export async function findListed(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
): Promise<Map<string, SharedReason>> {
  const listed = new Map<string, SharedReason>()
  for (const [kind, values] of byKind(keys)) {
    const { rows } = await sql<{ readonly channelId: string; readonly reason: SharedReason }>`
      select channelId, reason from sharedValue force index (primary)
      where cidType = ${kind} and channelId in (${valueList(values)})
        and reason in (${valueList(decidedByOperator)})`.execute(db)
    for (const { channelId, reason } of rows) listed.set(nameOfKey({ kind, value: channelId }), reason)
  }
  return listed
}

/** The ids among these that are Pages. */
export async function findPagesAmong(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
): Promise<CustomerKey[]> {
  const values = keys.flatMap(({ kind, value }) => (kind === 'facebook' ? [asPageId(value)] : []))
  if (values.length === 0) return []
  const rows = await db.selectFrom('page').select('pageId').where('pageId', 'in', values).execute()
  return rows.map(({ pageId }) => ({ kind: 'facebook', value: pageId }))
}
