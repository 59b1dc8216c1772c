import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import { databaseNow } from '../../mysql/database-clock.ts'
import type { Database } from '../../mysql/schema.ts'

/** Entries that another console has written. */
export interface WrittenEntries {
  /** Those since the last call. */
  next(): Promise<readonly ConversationId[]>
}

/** A transaction that wrote an entry is committed within this time. */
const overlapMs = 3_000
const most = 1_000

export function createWrittenEntries(db: Kysely<Database>): WrittenEntries {
  let from: number | undefined
  let known = new Map<ConversationId, string>()
  return {
    async next() {
      const since = from === undefined ? sql`${databaseNow} - ${overlapMs}` : sql`${from}`
      const { rows } = await sql<{ id: ConversationId; writtenTs: string }>`
        select conversationId as id, writtenTs from inboxEntry where writtenTs >= ${since}
        order by writtenTs limit ${sql.lit(most)}`.execute(db)
      const found = rows.filter(({ id, writtenTs }) => known.get(id) !== writtenTs)
      const newest = Number(rows.at(-1)?.writtenTs ?? 0)
      if (newest > 0) from = Math.max(from ?? 0, newest - overlapMs)
      known = new Map(rows.map(({ id, writtenTs }) => [id, writtenTs]))
      return found.map(({ id }) => id)
    },
  }
}
