/** When the lead forms of each Page are read: `page.leadsDueTs`. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { claimDuePage } from '../pages/claim-due-page.ts'

export interface DueSweeps {
  /** A Page whose sweep is due. The next one is due after `everyMs`, so that no other worker sweeps it too. */
  claimNext(now: number, everyMs: number): Promise<PageId | undefined>
  postpone(pageId: PageId, dueTs: number): Promise<void>
}

export function createDueSweeps(db: Kysely<Database>): DueSweeps {
  return {
    claimNext: (now, everyMs) =>
      claimDuePage(db, { column: 'leadsDueTs', dueUpTo: now, next: now + everyMs }),
    async postpone(pageId, dueTs) {
      await db
        .updateTable('page')
        .set({ leadsDueTs: String(dueTs) })
        .where('pageId', '=', pageId)
        .execute()
    },
  }
}
