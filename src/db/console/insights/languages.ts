import type { Kysely } from 'kysely'
import type { Database } from '../../mysql/schema.ts'

/** Languages that texts of customers had since `fromHour` (hours since 1970), in the order of the alphabet. */
export async function findLanguages(db: Kysely<Database>, fromHour: number): Promise<string[]> {
  const rows = await db
    .selectFrom('insightHour')
    .select('language')
    .distinct()
    .where('metric', '=', 'written/day')
    .where('hour', '>=', Math.floor(fromHour / 24) * 24)
    .where('language', 'not in', ['', 'all'])
    .orderBy('language')
    .execute()
  return rows.map(({ language }) => language)
}
