import type { Kysely } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import type { Writer } from './derive-entry.ts'

/** Who wrote the messages and comments that are rows of `outbound`, by mid or comment id. */
export async function findAuthors(
  db: Kysely<Database>,
  platformIds: readonly string[],
): Promise<ReadonlyMap<string, Writer>> {
  if (platformIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('outbound')
    .select(['platformId', 'userId'])
    .where('platformId', 'in', [...new Set(platformIds)])
    .execute()
  return new Map(
    rows.flatMap(({ platformId, userId }) =>
      platformId === null ? [] : [[platformId, userId === null ? 'bot' : 'agent'] as const],
    ),
  )
}
