/** When each Page was last checked without an operator: `page.checkedTs`. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { claimDuePage } from './claim-due-page.ts'

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
    // The operator subscribes the Page after adding it.
    claimNext: (now) =>
      claimDuePage(db, {
        column: 'checkedTs',
        registeredBefore: new Date(now - hourMs),
        dueUpTo: now - dayMs,
        next: now,
      }),
    async postpone(pageId, now) {
      await db
        .updateTable('page')
        .set({ checkedTs: String(now - dayMs + hourMs) })
        .where('pageId', '=', pageId)
        .execute()
    },
  }
}
