import type { Kysely } from 'kysely'
import type { IdentityReader } from '../../identity/identity-reader.ts'
import type { Database } from '../mysql/schema.ts'
import { findIdRows, findIdsOf } from './customer-ids.ts'
import { readFewLinks, readLinksAt } from './find-links.ts'
import { findListed, findPagesAmong } from './listed-values.ts'

export function createDatabaseReader(db: Kysely<Database>): IdentityReader {
  return {
    findIds: (keys) => findIdRows(db, keys),
    findIdsOf: (pIds) => findIdsOf(db, pIds),
    findLinks: (keys) => readLinksAt(db, keys),
    findFewLinks: (key, most) => readFewLinks(db, key, most),
    findListed: (keys) => findListed(db, keys),
    findPages: (keys) => findPagesAmong(db, keys),
  }
}
