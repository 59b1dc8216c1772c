import { type Kysely, sql } from 'kysely'
import type { Database } from '../mysql/schema.ts'

/** Conversations for each statement: a slice of the primary key, as there is no index by time. */
const sliceOfConversations = 5_000

/**
 * Deletes receipts and messages older than `before`, which no redelivery can affect any more, texts that nobody
 * got since, and which turn replied to a comment. Their effect stays on the messages, and the greatest watermarks stay on the conversations. It goes through the tables once, slice by
 * slice. Returns the number of rows.
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
  const { numDeletedRows } = await db
    .deleteFrom('repeatedText')
    .where('lastTs', '<', String(ms))
    .executeTakeFirstOrThrow()
  const claims = await db.deleteFrom('contentReply').where('ts', '<', String(ms)).executeTakeFirstOrThrow()
  return Number(purged + numDeletedRows + claims.numDeletedRows)
}
