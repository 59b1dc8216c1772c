/** How far the numbers are counted: rows of `mark`. */
import type { Kysely } from 'kysely'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'

export interface InsightMarks {
  /** The interaction up to which new ones were noticed. Undefined: nothing has been counted. */
  readonly interaction: number | undefined
  /** Hours since 1970 from which on all were counted; 0: all of them. Undefined: none. */
  readonly countedDownTo: number | undefined
}

const names = { interaction: 'insights', countedDownTo: 'insightsOldest' } as const

export async function readMarks(db: Kysely<Database>): Promise<InsightMarks> {
  const rows = await db
    .selectFrom('mark')
    .select(['name', 'position'])
    .where('name', 'in', Object.values(names))
    .execute()
  const found = new Map(rows.map(({ name, position }) => [name, Number(position)]))
  return { interaction: found.get(names.interaction), countedDownTo: found.get(names.countedDownTo) }
}

export async function saveMarks(db: Kysely<Database>, marks: InsightMarks): Promise<void> {
  const rows = [
    { name: names.interaction, position: marks.interaction },
    { name: names.countedDownTo, position: marks.countedDownTo },
  ].flatMap(({ name, position }) => (position === undefined ? [] : [{ name, position: String(position) }]))
  for (const row of rows)
    await again(() =>
      db.insertInto('mark').values(row).onDuplicateKeyUpdate({ position: row.position }).execute(),
    )
}

export async function removeMarks(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('mark').where('name', 'in', Object.values(names)).execute()
}
