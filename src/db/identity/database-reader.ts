import type { Kysely } from 'kysely'
import { nameOfKey } from '../../domain/identity-link.ts'
import type { IdentityReader, IdRow } from '../../identity/identity-reader.ts'
import type { Database } from '../mysql/schema.ts'
import { findIdRows, findIdsOf } from './customer-ids.ts'
import { readFewLinks, readLinksAt } from './find-links.ts'
import { findListed } from './listed-values.ts'

/** `known` are rows by name that the transaction has locked, or that are not there (undefined): they are not read again. */
export function createDatabaseReader(
  db: Kysely<Database>,
  known: ReadonlyMap<string, IdRow | undefined> = new Map(),
): IdentityReader {
  return {
    async findIds(keys) {
      const unread = keys.filter((key) => !known.has(nameOfKey(key)))
      const rows = unread.length === 0 ? new Map<string, IdRow>() : await findIdRows(db, unread)
      for (const key of keys) {
        const row = known.get(nameOfKey(key))
        if (row !== undefined) rows.set(nameOfKey(row), row)
      }
      return rows
    },
    findIdsOf: (pIds) => findIdsOf(db, pIds),
    findLinks: (keys) => readLinksAt(db, keys),
    findFewLinks: (key, most) => readFewLinks(db, key, most),
    findListed: (keys) => findListed(db, keys),
  }
}
