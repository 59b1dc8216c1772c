import type { Transaction } from 'kysely'
import { feedChannel, messengerChannel, type PageEvent } from '../domain/event.ts'
import { anonymousProfileId, pageProfileId } from '../domain/event-key.ts'
import { createProfiles } from './people.ts'
import type { Database } from './schema.ts'

/**
 * The Pages this process has recorded already. An event of a Page that nobody registered is tracked all the same: a signed
 * webhook is proof enough; its row in `page` has no `registeredTs`.
 */
export interface KnownPages {
  /** Every Page of these events has its row and its reserved profile; the anonymous profile exists. Returns what was new. */
  ensure(transaction: Transaction<Database>, events: readonly PageEvent[]): Promise<readonly string[]>
  /** Called after the commit: these need not be asked for again. */
  remember(profileIds: readonly string[]): void
}

const most = 100_000

export function createKnownPages(): KnownPages {
  const known = new Set<string>()
  return {
    async ensure(transaction, events) {
      const ofPages = events.filter(({ channel }) => channel === feedChannel || channel === messengerChannel)
      const pageIds = [...new Set(ofPages.map(({ pageId }) => pageId))]
        .filter((id) => !known.has(pageProfileId(id)))
        .toSorted()
      const profileIds = [...pageIds.map(pageProfileId), anonymousProfileId]
        .filter((pId) => !known.has(pId))
        .toSorted()
      if (pageIds.length > 0) await createPages(transaction, pageIds)
      if (profileIds.length > 0) await createProfiles(transaction, profileIds)
      return profileIds
    },
    remember(profileIds) {
      if (known.size > most) known.clear()
      for (const pId of profileIds) known.add(pId)
    },
  }
}

async function createPages(transaction: Transaction<Database>, pageIds: readonly string[]): Promise<void> {
  const firstSeenTs = new Date()
  await transaction
    .insertInto('page')
    .values(pageIds.map((pageId) => ({ pageId, firstSeenTs })))
    .onDuplicateKeyUpdate(({ ref }) => ({ pageId: ref('page.pageId') }))
    .execute()
}
