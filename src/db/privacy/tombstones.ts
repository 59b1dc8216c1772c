/** The table `forgotten`: which ids belong to customers who were forgotten, and when. It holds no id. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { IdDigests, PersonId } from '../../privacy/id-digest.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * - `until_they_write`: what the customer writes after the forgetting makes them a new customer.
 * - `for_ever`: nothing brings them back; what they write is not recorded.
 */
export type ForgottenRule = 'until_they_write' | 'for_ever'

export interface Tombstones {
  readonly rule: ForgottenRule
  /** When each of these ids was forgotten, ms, by `nameOfId`. Ids that were not are absent. */
  find(db: Kysely<Database>, ids: readonly PersonId[]): Promise<ReadonlyMap<string, number>>
  /** These ids are forgotten since `ts`, or later. */
  record(transaction: Transaction<Database>, ids: readonly PersonId[], ts: number): Promise<void>
}

export function nameOfId({ kind, value }: PersonId): string {
  return `${kind} ${value}`
}

export function createTombstones(digests: IdDigests, rule: ForgottenRule = 'until_they_write'): Tombstones {
  return {
    rule,
    async find(db, ids) {
      if (ids.length === 0) return new Map()
      const names = new Map(
        ids.flatMap((id) => digests.all(id).map((key) => [key.toString('hex'), nameOfId(id)] as const)),
      )
      const rows = await db
        .selectFrom('forgotten')
        .select(['idKey', 'forgottenTs'])
        .where(
          'idKey',
          'in',
          [...names.keys()].map((key) => Buffer.from(key, 'hex')),
        )
        .execute()
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
