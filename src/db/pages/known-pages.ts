import type { Kysely } from 'kysely'
import type { PageId, ProfileId } from '../../domain/ids.ts'
import { feedChannel, messengerChannel, type PageEvent } from '../../domain/event.ts'
import { anonymousProfileId, pageProfileId } from '../../domain/event-key.ts'
import { again } from '../mysql/in-transaction.ts'
import { createProfiles } from '../events/people.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The Pages that this process has already recorded. Events of a Page that was not added are tracked too, as a signed
 * webhook is proof enough. The row of such a Page in `page` has no `registeredTs`.
 */
export interface KnownPages {
  /** Every Page of these events has its row and its reserved profile, and the anonymous profile exists. */
  ensure(events: readonly PageEvent[]): Promise<void>
}

const most = 100_000

/**
 * It reads before it writes, and writes outside the events' transaction. An INSERT locks even an existing row, so a
 * worker that just started would lock the rows of all its Pages until its first commits.
 */
export function createKnownPages(db: Kysely<Database>): KnownPages {
  const known = new Set<string>()
  return {
    async ensure(events) {
      const ofPages = events.filter(({ channel }) => channel === feedChannel || channel === messengerChannel)
      const pageIds = [...new Set(ofPages.map(({ pageId }) => pageId))]
        .filter((id) => !known.has(pageProfileId(id)))
        .toSorted()
      const profileIds = [...pageIds.map(pageProfileId), anonymousProfileId]
        .filter((pId) => !known.has(pId))
        .toSorted()
      if (pageIds.length > 0) await again(() => createMissingPages(db, pageIds))
      if (profileIds.length > 0) await again(() => createMissingProfiles(db, profileIds))
      if (known.size > most) known.clear()
      for (const pId of profileIds) known.add(pId)
    },
  }
}

async function createMissingPages(db: Kysely<Database>, pageIds: readonly PageId[]): Promise<void> {
  const rows = await db.selectFrom('page').select('pageId').where('pageId', 'in', pageIds).execute()
  const missing = without(
    pageIds,
    rows.map(({ pageId }) => pageId),
  )
  if (missing.length === 0) return
  const firstSeenTs = new Date()
  await db
    .insertInto('page')
    .values(missing.map((pageId) => ({ pageId, firstSeenTs })))
    .onDuplicateKeyUpdate(({ ref }) => ({ pageId: ref('page.pageId') }))
    .execute()
}

async function createMissingProfiles(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<void> {
  const rows = await db.selectFrom('profile').select('pId').where('pId', 'in', pIds).execute()
  const missing = without(
    pIds,
    rows.map(({ pId }) => pId),
  )
  if (missing.length > 0) await createProfiles(db, missing)
}

function without<Id extends string>(ids: readonly Id[], present: readonly Id[]): Id[] {
  const there = new Set(present)
  return ids.filter((id) => !there.has(id))
}
