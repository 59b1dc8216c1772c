/** When the lead forms of each Page are read: `page.leadsDueTs`. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

export interface DueSweeps {
  /** A Page whose sweep is due. The next one is due after `everyMs`, so that no other worker sweeps it too. */
  claimNext(now: number, everyMs: number): Promise<PageId | undefined>
  postpone(pageId: PageId, dueTs: number): Promise<void>
}

export function createDueSweeps(db: Kysely<Database>): DueSweeps {
  return {
    async claimNext(now, everyMs) {
      const page = await db
        .selectFrom('page')
        .select(['pageId', 'leadsDueTs'])
        .where('registeredTs', 'is not', null)
        .where(({ or, eb }) => or([eb('leadsDueTs', 'is', null), eb('leadsDueTs', '<=', String(now))]))
        .orderBy('leadsDueTs')
        .limit(1)
        .executeTakeFirst()
      if (page === undefined) return undefined
      const { numUpdatedRows } = await db
        .updateTable('page')
        .set({ leadsDueTs: String(now + everyMs) })
        .where('pageId', '=', page.pageId)
        .where('leadsDueTs', '<=>', page.leadsDueTs)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n ? page.pageId : undefined
    },
    async postpone(pageId, dueTs) {
      await db
        .updateTable('page')
        .set({ leadsDueTs: String(dueTs) })
        .where('pageId', '=', pageId)
        .execute()
    },
  }
}
