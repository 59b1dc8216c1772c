import { type Kysely, sql } from 'kysely'
import type { Database } from '../mysql/schema.ts'

/** Conversations in one statement: a slice of the primary key, as there is no index by time. */
const sliceOfConversations = 5_000

/**
 * Receipts and messages that no redelivery can touch any more are gone: those older than `before`. What they said stays on
 * the messages, and the greatest watermarks on the conversations. Walks the tables once, slice by slice; returns how many
 * rows went.
 */
export async function purgeReceipts(db: Kysely<Database>, before: Date): Promise<number> {
  const ms = before.getTime()
  const { last } = await db
    .selectFrom('conversation')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  let purged = 0n
  for (let from = 0; from <= Number(last ?? -1); from += sliceOfConversations) {
    const slice = sql`conversationId >= ${from} and conversationId < ${from + sliceOfConversations}`
    for (const [table, time] of [
      ['receipt', 'watermark'],
      ['receiptMid', 'watermark'],
      ['pageMessage', 'ts'],
    ] as const) {
      const statement = sql`delete from ${sql.table(table)} where ${slice} and ${sql.ref(time)} < ${ms}`
      purged += (await statement.execute(db)).numAffectedRows ?? 0n
    }
  }
  return Number(purged)
}
