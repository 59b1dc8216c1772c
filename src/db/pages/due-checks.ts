/** When each Page was last checked without an operator: `page.checkedTs`. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

export interface DueChecks {
  /** A Page whose last check is a day old. It counts as checked from now on, so that no other worker checks it too. */
  claimNext(now: number): Promise<PageId | undefined>
  /** The check failed: the next one is in an hour. */
  postpone(pageId: PageId, now: number): Promise<void>
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function createDueChecks(db: Kysely<Database>): DueChecks {
  return {
    async claimNext(now) {
      const page = await db
        .selectFrom('page')
        .select(['pageId', 'checkedTs'])
        // The operator subscribes the Page after adding it.
        .where('registeredTs', '<', new Date(now - hourMs))
        .where(({ or, eb }) => or([eb('checkedTs', 'is', null), eb('checkedTs', '<=', String(now - dayMs))]))
        .orderBy('checkedTs')
        .limit(1)
        .executeTakeFirst()
      if (page === undefined) return undefined
      const { numUpdatedRows } = await db
        .updateTable('page')
        .set({ checkedTs: String(now) })
        .where('pageId', '=', page.pageId)
        .where('checkedTs', '<=>', page.checkedTs)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n ? page.pageId : undefined
    },
    async postpone(pageId, now) {
      await db
        .updateTable('page')
        .set({ checkedTs: String(now - dayMs + hourMs) })
        .where('pageId', '=', pageId)
        .execute()
    },
  }
}
