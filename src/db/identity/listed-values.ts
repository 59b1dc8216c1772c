/** Values that the operator listed, and ids of Pages. */
import { type Kysely, sql } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { SharedReason } from '../../domain/profile-fact.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKind } from './by-kind.ts'

const decidedByOperator: readonly SharedReason[] = ['listed', 'cleared']

/** `listed` or `cleared` where the operator said so, and `page` for the ids of Pages, by the name of the value. */
export async function findListed(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
): Promise<Map<string, SharedReason>> {
  if (keys.length === 0) return new Map()
  const selects = byKind(keys).flatMap(([kind, values]) => [
    sql<ListedRow>`select cidType as kind, channelId as value, reason from sharedValue force index (primary)
      where cidType = ${kind} and channelId in (${valueList(values)})
        and reason in (${valueList(decidedByOperator)})`,
    ...(kind === 'facebook'
      ? [
          sql<ListedRow>`select 'facebook' as kind, pageId as value, 'page' as reason from page
          where pageId in (${valueList(values)})`,
        ]
      : []),
  ])
  const { rows } = await unionAll(selects).execute(db)
  // A Page is one whatever the operator says: its row comes last.
  return new Map(rows.map((row) => [nameOfKey(row), row.reason]))
}

/** The same of all values. Undefined: there are more than `most`. */
export async function readListed(
  db: Kysely<Database>,
  most: number,
): Promise<ReadonlyMap<string, SharedReason> | undefined> {
  const { rows } = await sql<ListedRow>`(select cidType as kind, channelId as value, reason from sharedValue
      where reason in (${valueList(decidedByOperator)}) limit ${most + 1})
    union all (select 'facebook', pageId, 'page' from page limit ${most + 1})`.execute(db)
  return rows.length > most ? undefined : new Map(rows.map((row) => [nameOfKey(row), row.reason]))
}

interface ListedRow extends CustomerKey {
  readonly reason: SharedReason
}
