/** Empties the numbers, and counts them again from the tables. */
import { type Kysely, sql } from 'kysely'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import { openInsightCounter } from './counter.ts'
import { readMarks, removeMarks } from './marks.ts'
import { hourMs } from './slots.ts'

const rowsAtOnce = 5_000

/** The numbers are as the tables say. Hold the lease of the numbers meanwhile. `now` in ms, by the database's clock. */
export async function rebuildInsights(
  db: Kysely<Database>,
  { now, onProgress }: { readonly now: () => number; readonly onProgress?: (countedFrom: Date) => void },
): Promise<void> {
  await removeMarks(db)
  for (let deleted = rowsAtOnce; deleted === rowsAtOnce;)
    deleted = await again(async () => {
      const statement = sql`delete from insightHour limit ${sql.lit(rowsAtOnce)}`
      return Number((await statement.execute(db)).numAffectedRows ?? 0n)
    })
  const counter = await openInsightCounter(db, { now })
  while (await counter.round()) {
    const { countedDownTo } = await readMarks(db)
    if (countedDownTo !== undefined) onProgress?.(new Date(countedDownTo * hourMs))
  }
}
