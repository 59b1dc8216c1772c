import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import { readProfileColumns } from '../identity/profile-columns.ts'
import type { Database } from '../mysql/schema.ts'

/** The columns of the customer's row of `profile` that have a value, also the brand's own, as texts. */
export async function readProfile(
  db: Kysely<Database>,
  pId: ProfileId,
): Promise<{ readonly name: string; readonly value: string }[]> {
  const columns = await readProfileColumns(db)
  const selected = columns.map(({ read }, at) => sql`${read} as ${sql.id(`c${at}`)}`)
  const { rows } = await sql<Readonly<Record<string, string | null>>>`
    select ${sql.join(selected)} from profile where pId = ${pId}`.execute(db)
  const [row] = rows
  return columns.flatMap(({ name, byDefault }, at) => {
    const value = row?.[`c${at}`] ?? null
    return value === null || value === byDefault ? [] : [{ name, value }]
  })
}
