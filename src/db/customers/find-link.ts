import type { Kysely } from 'kysely'
import type { KnownLink } from '../../identity/known-link.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'

/** The link of this number; undefined also for the number of a revocation. */
export async function findLink(db: Kysely<Database>, id: string): Promise<KnownLink | undefined> {
  const row = await db
    .selectFrom('identityLink')
    .select(['aCidType', 'aChannelId'])
    .where('id', '=', id)
    .where('revokesId', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const links = await findLinksAt(db, [{ kind: row.aCidType, value: row.aChannelId }])
  return links.find((link) => link.id === id)
}
