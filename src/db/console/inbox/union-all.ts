import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'

/** No rows for no statements. */
export async function unionAll<Row>(
  db: Kysely<Database>,
  each: readonly RawBuilder<unknown>[],
): Promise<Row[]> {
  if (each.length === 0) return []
  return (await sql<Row>`${sql.join([...each], sql` union all `)}`.execute(db)).rows
}
