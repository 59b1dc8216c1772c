import type { Kysely } from 'kysely'
import type { IdentityLink } from '../../domain/identity-link.ts'
import { createIdDigests } from '../../privacy/id-digest.ts'
import { linkNow } from '../identity/link-now.ts'
import type { Database } from '../mysql/schema.ts'
import { withoutForgottenLinks } from './forgotten-links.ts'
import { createTombstones } from './tombstones.ts'

/** Links take effect at once, but for those that would make a forgotten customer anew. */
export function linkUnlessForgotten(
  db: Kysely<Database>,
  secretKeys: readonly string[],
): (links: readonly IdentityLink[]) => Promise<void> {
  const tombstones = createTombstones(createIdDigests(secretKeys))
  return async (links) => await linkNow(db, await withoutForgottenLinks(db, links, tombstones))
}
