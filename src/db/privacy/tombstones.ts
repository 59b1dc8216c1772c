/** The table `forgotten`: which ids belong to customers who were forgotten, and when. It holds no id. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { nameOfKey } from '../../domain/identity-link.ts'
import type { IdDigests, PersonId } from '../../privacy/id-digest.ts'
import type { ForgottenIds, ForgottenRule } from '../identity/forgotten-links.ts'
import type { Database } from '../mysql/schema.ts'

export interface Tombstones extends ForgottenIds {
  /** These ids are forgotten since `ts`, or later. */
  record(transaction: Transaction<Database>, ids: readonly PersonId[], ts: number): Promise<void>
}

export function createTombstones(digests: IdDigests, rule: ForgottenRule = 'until_they_write'): Tombstones {
  return {
    rule,
    async find(db, ids) {
      if (ids.length === 0 || !(await hasAny(db))) return new Map()
      const names = new Map(
        ids.flatMap((id) => digests.all(id).map((key) => [key.toString('hex'), nameOfKey(id)] as const)),
      )
      const keys = [...names.keys()].map((key) => Buffer.from(key, 'hex'))
      const rows: { readonly idKey: Buffer; readonly forgottenTs: string }[] = []
      for (let from = 0; from < keys.length; from += keysAtOnce)
        rows.push(...(await findRows(db, keys.slice(from, from + keysAtOnce))))
      const found = new Map<string, number>()
      for (const { idKey, forgottenTs } of rows) {
        const name = names.get(idKey.toString('hex')) ?? ''
        found.set(name, Math.max(Number(forgottenTs), found.get(name) ?? 0))
      }
      return found
    },
    async record(transaction, ids, ts) {
      const rows = ids
        .flatMap((id) => digests.all(id).slice(0, 1))
        .toSorted((a, b) => a.compare(b))
        .map((idKey) => ({ idKey, forgottenTs: String(ts) }))
      if (rows.length === 0) return
      await transaction
        .insertInto('forgotten')
        .values(rows)
        .onDuplicateKeyUpdate({
          forgottenTs: sql<string>`greatest(forgotten.forgottenTs, values(forgottenTs))`,
        })
        .execute()
    },
  }
}

const keysAtOnce = 1_000

async function findRows(db: Kysely<Database>, keys: readonly Buffer[]) {
  return await db
    .selectFrom('forgotten')
    .select(['idKey', 'forgottenTs'])
    .where('idKey', 'in', keys)
    .execute()
}

/** Most installations have forgotten few customers or none: no hash is made then. */
async function hasAny(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('forgotten').select('idKey').limit(1).executeTakeFirst()) !== undefined
}
