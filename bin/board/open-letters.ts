import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'

/** How many letters are open in quarantine, by stage. */
export async function countOpenLetters(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('deadLetter')
    .select(({ fn }) => ['stage', fn.countAll<string>().as('letters')])
    .where('state', '=', 'open')
    .groupBy('stage')
    .execute()
  return new Map(rows.map(({ stage, letters }) => [stage, Number(letters)]))
}
