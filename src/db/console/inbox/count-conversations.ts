import { type Kysely, sql } from 'kysely'
import type { PageId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { type ListState, listStates, orders } from './list-filter.ts'

/** More are not counted. */
export const mostCounted = 1_000

/** The number of conversations in each list, at most 1,000. */
export async function countConversations(
  db: Kysely<Database>,
  pageId?: PageId,
): Promise<Readonly<Record<ListState, number>>> {
  const ofPage = pageId === undefined ? sql`` : sql`and pageId = ${pageId}`
  const counts = listStates.map((state) => {
    const { column, index } = orders[state]
    return sql`(select count(*) from (select 1 as one from inboxEntry force index (${sql.raw(index)})
      where ${sql.ref(column)} is not null ${ofPage} limit ${sql.lit(mostCounted)}) x) as ${sql.id(state)}`
  })
  const { rows } = await sql<Readonly<Record<ListState, string>>>`select ${sql.join(counts)}`.execute(db)
  const [row] = rows
  const entries = listStates.map((state) => [state, Number(row?.[state] ?? 0)] as const)
  return Object.fromEntries(entries) as Record<ListState, number>
}
