import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import type { Database } from '../../src/db/mysql/schema.ts'

/**
 * Runs `work` on the migrated database of DATABASE_URL, then closes the pool. Throws ConfigError,
 * DatabaseNotMigratedError.
 */
export async function withDatabase<Result>(
  work: (db: Kysely<Database>) => Promise<Result>,
  { poolSize = 1 }: { readonly poolSize?: number } = {},
): Promise<Result> {
  const config = readConfig(process.env, { required: ['DATABASE_URL'] })
  const db = createDatabase({ url: config.DATABASE_URL, poolSize })
  try {
    await requireMigrated(db)
    return await work(db)
  } finally {
    await db.destroy()
  }
}
