/**
 * Pauses of Pages, stored in the table `page` for all workers and `pagebeat page list`. The columns `heldUntil`,
 * `heldReason` and `heldToken` hold the pause: end, reason, and digest of the refused token.
 */
import { type Kysely, sql } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import { type PagePause, type PauseReason, toPauseReason } from '../../domain/page-pause.ts'
import type { Database } from '../mysql/schema.ts'

export interface PagePauses {
  /** The pause, at most `cacheMs` old. */
  find(pageId: PageId, now: number): Promise<PagePause | undefined>
  /** A pause that is longer and already there stays. */
  pause(pageId: PageId, pause: PagePause): Promise<void>
}

const cacheMs = 500
const mostCached = 10_000

export function createPagePauses(db: Kysely<Database>): PagePauses {
  const cached = new Map<string, { readonly at: number; readonly pause: PagePause | undefined }>()
  return {
    async find(pageId, now) {
      const known = cached.get(pageId)
      const pause = known !== undefined && now - known.at < cacheMs ? known.pause : await read(db, pageId)
      if (known === undefined || now - known.at >= cacheMs) {
        if (cached.size > mostCached) cached.clear()
        cached.set(pageId, { at: now, pause })
      }
      return pause !== undefined && pause.untilMs > now ? pause : undefined
    },
    async pause(pageId, { untilMs, reason, tokenDigest }) {
      const isLonger = sql<boolean>`(values(heldUntil) > coalesce(page.heldUntil, 0) or not (page.heldToken <=> values(heldToken)))`
      const ifLonger = <T>(column: string) =>
        sql<T>`if(${isLonger}, values(${sql.ref(column)}), ${sql.ref(`page.${column}`)})`
      await db
        .insertInto('page')
        .values({
          pageId,
          firstSeenTs: new Date(),
          heldUntil: Math.round(untilMs),
          heldReason: reason,
          heldToken: tokenDigest ?? null,
        })
        .onDuplicateKeyUpdate({
          heldReason: ifLonger<PauseReason>('heldReason'),
          heldUntil: ifLonger<string>('heldUntil'),
          heldToken: ifLonger<string>('heldToken'), // last: the condition reads the old values
        })
        .execute()
      cached.delete(pageId)
    },
  }
}

async function read(db: Kysely<Database>, pageId: PageId): Promise<PagePause | undefined> {
  const row = await db
    .selectFrom('page')
    .select(['heldUntil', 'heldReason', 'heldToken'])
    .where('pageId', '=', pageId)
    .executeTakeFirst()
  if (row === undefined || row.heldUntil === null) return undefined
  return {
    untilMs: Number(row.heldUntil),
    reason: toPauseReason(row.heldReason),
    ...(row.heldToken === null ? {} : { tokenDigest: row.heldToken }),
  }
}
