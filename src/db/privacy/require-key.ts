import type { Kysely } from 'kysely'
import { ConfigError } from '../../errors.ts'
import type { Database } from '../mysql/schema.ts'

/** Throws ConfigError where there is no key and customers were forgotten: they would come back. */
export async function requireKeyOfForgotten(
  db: Kysely<Database>,
  secretKeys: readonly string[] | undefined,
): Promise<void> {
  if (secretKeys !== undefined) return
  const row = await db.selectFrom('forgotten').select('idKey').limit(1).executeTakeFirst()
  if (row === undefined) return
  throw new ConfigError([
    'PAGEBEAT_SECRET_KEY is not set, and customers were forgotten: without it, they would come back',
  ])
}
