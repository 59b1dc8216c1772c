/** Words of old texts in the tables of the console. */
import { type Kysely, sql } from 'kysely'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

const conversationsAtOnce = 500
const rowsAtOnce = 500

/**
 * A word that no text since `before` has is deleted, and the start of a last text that is older; so are notes of agents.
 * May be repeated.
 */
export async function maskInbox(db: Kysely<Database>, before: Date): Promise<void> {
  const day = Number(before.toISOString().slice(0, 10).replaceAll('-', ''))
  const ms = before.getTime()
  await repeat(db, sql`delete from conversationNote where ts < ${ms} limit ${sql.lit(rowsAtOnce)}`)
  await repeat(
    db,
    sql`update inboxEntry set lastText = null where lastTs < ${ms} and lastText is not null
      limit ${sql.lit(rowsAtOnce)}`,
  )
  const { last } = await db
    .selectFrom('inboxWord')
    .select(({ fn }) => fn.max('conversationId').as('last'))
    .executeTakeFirstOrThrow()
  for (let from = 0; from <= Number(last ?? -1); from += conversationsAtOnce)
    await again(() =>
      sql`delete from inboxWord where conversationId >= ${from} and conversationId < ${from + conversationsAtOnce}
        and day > 0 and day < ${day}`.execute(db),
    )
}

async function repeat(db: Kysely<Database>, statement: ReturnType<typeof sql>): Promise<void> {
  for (let rows = rowsAtOnce; rows === rowsAtOnce;)
    rows = Number((await again(() => statement.execute(db))).numAffectedRows ?? 0n)
}
