import type { Kysely } from 'kysely'
import { recordLinks } from '../../src/db/identity/record-links.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { withoutForgottenLinks } from '../../src/db/identity/forgotten-links.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'

/** The links are stored; nobody was forgotten. */
export async function storeLinks(db: Kysely<Database>, links: readonly IdentityLink[]): Promise<void> {
  await recordLinks(db, await withoutForgottenLinks(db, links, undefined))
}
