import type { Kysely } from 'kysely'
import { pageProfileId } from '../../domain/event-key.ts'
import type { Database } from '../mysql/schema.ts'

export interface ConsolePage {
  readonly pageId: string
  /** As the operator gave it, else as Facebook tells it; absent when neither did. */
  readonly name?: string
}

/** The Pages that have conversations, by id. */
export async function findConsolePages(db: Kysely<Database>): Promise<ConsolePage[]> {
  const pages = await db
    .selectFrom('page as p')
    .select(['p.pageId', 'p.name'])
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('conversation as c').select('c.id').whereRef('c.pageId', '=', 'p.pageId').limit(1)),
    )
    .orderBy('p.pageId')
    .execute()
  if (pages.length === 0) return []
  const named = await db
    .selectFrom('profileFacebook')
    .select(['pId', 'name'])
    .where(
      'pId',
      'in',
      pages.map(({ pageId }) => pageProfileId(pageId)),
    )
    .execute()
  const names = new Map(named.map(({ pId, name }) => [pId, name]))
  return pages.map(({ pageId, name: given }) => {
    const name = given ?? names.get(pageProfileId(pageId)) ?? ''
    return name === '' ? { pageId } : { pageId, name }
  })
}
