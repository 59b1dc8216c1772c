import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * Receipts and messages that no redelivery can touch any more are gone: those older than `before`, except the greatest
 * watermarks, which stand on the conversation. What they said stays on the messages. At most `limit` rows of each table a
 * call; returns how many.
 */
export async function purgeReceipts(db: Kysely<Database>, before: Date, limit: number): Promise<number> {
  const ms = before.getTime()
  let purged = 0n
  const statements = [
    sql`delete from receipt where watermark < ${ms} limit ${sql.lit(limit)}`,
    sql`delete from receiptMid where watermark < ${ms} limit ${sql.lit(limit)}`,
    sql`delete from pageMessage where ts < ${ms} limit ${sql.lit(limit)}`,
  ]
  for (const statement of statements) purged += (await statement.execute(db)).numAffectedRows ?? 0n
  return Number(purged)
}
