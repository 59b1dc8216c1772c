import { type Kysely, sql } from 'kysely'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

const atOnce = 1_000
const valuesAtOnce = 500

/** Deletes the rows whose column has one of these values, a thousand at a time. Returns their number. */
export async function deleteWhere(
  db: Kysely<Database>,
  table: string,
  column: string,
  values: readonly (string | Buffer)[],
): Promise<number> {
  let rows = 0
  for (let from = 0; from < values.length; from += valuesAtOnce) {
    const some = values.slice(from, from + valuesAtOnce)
    for (let deleted = atOnce; deleted === atOnce; rows += deleted)
      deleted = await run(db, async () => {
        const statement = sql`delete from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(some)}) limit ${sql.lit(atOnce)}`
        return Number((await statement.execute(db)).numAffectedRows ?? 0n)
      })
  }
  return rows
}

/** A transaction that lost a race is run again as a whole, by its owner. */
async function run(db: Kysely<Database>, work: () => Promise<number>): Promise<number> {
  return db.isTransaction ? await work() : await again(work)
}
