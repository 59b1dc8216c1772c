/** Empties what the console derives, and fills it again from the other tables. */
import { type Kysely, sql } from 'kysely'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import { savePosition } from './marks.ts'
import { openProjector, type Progress } from './projector.ts'

const rowsAtOnce = 5_000

/**
 * The Inbox is as the tables say. Notes, assignments and what is done stay: nothing else tells of them. Hold the lease of
 * the Inbox meanwhile.
 */
export async function rebuildInbox(
  db: Kysely<Database>,
  {
    now,
    onProgress,
  }: {
    /** ms, by the clock of the database. */
    readonly now: () => number
    readonly onProgress?: (progress: Progress) => void
  },
): Promise<void> {
  await savePosition(db, 0)
  for (const table of ['inboxEntry', 'inboxWord', 'inboxTouched'])
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce;)
      deleted = await again(async () => {
        const statement = sql`delete from ${sql.table(table)} limit ${sql.lit(rowsAtOnce)}`
        return Number((await statement.execute(db)).numAffectedRows ?? 0n)
      })
  const projector = await openProjector(db, { now })
  for (let isMore = true; isMore;) {
    isMore = await projector.round()
    onProgress?.(projector.progress())
  }
}
