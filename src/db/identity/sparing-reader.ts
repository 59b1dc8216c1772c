/** Reads for looking at very many customers, most of whom are as the links say. Nothing is locked. */
import type { Kysely } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { SharedReason } from '../../domain/profile-fact.ts'
import type { IdentityReader, IdRow } from '../../identity/identity-reader.ts'
import type { Database } from '../mysql/schema.ts'
import { findKeysOf } from './customer-ids.ts'
import { createDatabaseReader } from './database-reader.ts'
import { readListed } from './listed-values.ts'

/** Undefined: they are too many to keep. */
export type ListedValues = ReadonlyMap<string, SharedReason> | undefined

const mostListed = 10_000

/** Values that the operator listed, and ids of Pages. A value that is listed later is marked by the command that lists it. */
export const readListedOnce = (db: Kysely<Database>): Promise<ListedValues> => readListed(db, mostListed)

/** For one look: the ids of a customer are mostly those that were read by their links, and are not read again. */
export function createSparingReader(db: Kysely<Database>, listed: ListedValues): IdentityReader {
  const reader = createDatabaseReader(db)
  const rows = new Map<string, IdRow>()
  async function findIds(keys: readonly CustomerKey[]): Promise<ReadonlyMap<string, IdRow>> {
    const found = await reader.findIds(keys)
    for (const [name, row] of found) rows.set(name, row)
    return found
  }
  return {
    ...reader,
    findIds,
    async findIdsOf(pIds) {
      const keys = await findKeysOf(db, pIds)
      const unread = keys.filter((key) => !rows.has(nameOfKey(key)))
      if (unread.length > 0) await findIds(unread)
      return keys.flatMap((key) => rows.get(nameOfKey(key)) ?? [])
    },
    findListed: async (keys) => listed ?? (await reader.findListed(keys)),
  }
}
