import type { Kysely } from 'kysely'
import { type CustomerKey, type IdentityLink, linkKey, nameOfKey } from '../../domain/identity-link.ts'
import { originOf } from '../../domain/origin.ts'
import type { IdentityReader, ReadLink } from '../../identity/identity-reader.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'

export interface LinkChanges {
  readonly added?: readonly IdentityLink[]
  readonly revokedIds?: readonly string[]
}

/** What the database would say with these links more, and without those that are revoked. */
export function createChangedReader(
  db: Kysely<Database>,
  { added = [], revokedIds = [] }: LinkChanges,
): IdentityReader {
  const reader = createDatabaseReader(db)
  const revoked = new Set(revokedIds)
  const ends = new Map(added.flatMap(({ a, b }) => [a, b]).map((key) => [nameOfKey(key), key]))
  const change = (keys: readonly CustomerKey[], found: readonly KnownLink[]): ReadLink[] => {
    const names = new Set(keys.map(nameOfKey))
    const stored = new Set(found.map(linkKey))
    const news = added.filter(
      (link) => !stored.has(linkKey(link)) && [link.a, link.b].some((key) => names.has(nameOfKey(key))),
    )
    return [
      ...found.map((link) => toReadLink(link, link.revoked !== undefined || revoked.has(link.id))),
      ...news.map((link) => toReadLink(link, false)),
    ]
  }
  return {
    ...reader,
    async findIds(keys) {
      const found = await reader.findIds(keys)
      const missing = keys.filter((key) => !found.has(nameOfKey(key)) && ends.has(nameOfKey(key)))
      const made = missing.map((key) => {
        const row = { ...key, pId: originOf(key), originPId: null, firstTs: null, isShared: false }
        return [nameOfKey(key), row] as const
      })
      return new Map([...found, ...made])
    },
    findLinks: async (keys) => change(keys, await findLinksAt(db, keys)),
    async findFewLinks(key, most) {
      const few = await reader.findFewLinks(key, most)
      return few === undefined ? undefined : change([key], await findLinksAt(db, [key]))
    },
  }
}

export function toReadLink({ a, b, strength, ts, pageId }: IdentityLink, isRevoked: boolean): ReadLink {
  return { a, b, strength, ts, isRevoked, ...(pageId === undefined ? {} : { pageId }) }
}
