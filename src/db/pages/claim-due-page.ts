import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

export interface DuePage {
  /** When the work was done last, or is due next, ms; null: it was never done. */
  readonly column: 'checkedTs' | 'leadsDueTs'
  /** Pages that were registered later are left out. */
  readonly registeredBefore?: Date
  /** A Page with an earlier or equal time in the column is due, ms. */
  readonly dueUpTo: number
  /** The time that the claimed Page gets, ms: no other worker finds it due. */
  readonly next: number
}

/** The Page that has been due for the longest time, claimed by the caller. Undefined: none, or another worker was faster. */
export async function claimDuePage(
  db: Kysely<Database>,
  { column, registeredBefore, dueUpTo, next }: DuePage,
): Promise<PageId | undefined> {
  const page = await db
    .selectFrom('page')
    .select(['pageId', `${column} as ts`])
    .where('registeredTs', 'is not', null)
    .$if(registeredBefore !== undefined, (query) =>
      query.where('registeredTs', '<', registeredBefore ?? null),
    )
    .where(({ or, eb }) => or([eb(column, 'is', null), eb(column, '<=', String(dueUpTo))]))
    .orderBy(column)
    .limit(1)
    .executeTakeFirst()
  if (page === undefined) return undefined
  const { numUpdatedRows } = await db
    .updateTable('page')
    .set({ [column]: String(next) })
    .where('pageId', '=', page.pageId)
    .where(column, '<=>', page.ts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n ? page.pageId : undefined
}
