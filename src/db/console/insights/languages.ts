import type { Kysely } from 'kysely'
import { asPageId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'

const allPages = asPageId('all')

/** Languages that texts of customers had since `fromHour` (hours since 1970), in the order of the alphabet. */
export async function findLanguages(db: Kysely<Database>, fromHour: number): Promise<string[]> {
  const rows = await db
    .selectFrom('insightHour')
    .select('language')
    .distinct()
    .where('metric', '=', 'written')
    .where('hour', '>=', fromHour)
    .where('language', 'not in', ['', 'all'])
    .where('pageId', '=', allPages)
    .orderBy('language')
    .execute()
  return rows.map(({ language }) => language)
}
