/** Checks before a worker starts that the database has the tables of this version. */
import type { Kysely } from 'kysely'
import { DatabaseNotMigratedError, DatabaseRefusedError } from '../../errors.ts'
import { readMigrations } from './migration-file.ts'
import type { Migration } from './migration-file.ts'
import type { Database } from '../mysql/schema.ts'

/** Names of this version's migrations that the database lacks. A database ahead of this version lacks none. */
export async function pendingMigrations(
  db: Kysely<Database>,
  migrations?: readonly Migration[],
): Promise<readonly string[]> {
  const needed = migrations ?? (await readMigrations())
  const applied = await readApplied(db)
  return needed.map(({ name }) => name).filter((name) => !applied.has(name))
}

export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  return (await pendingMigrations(db)).length === 0
}

/** The database has the tables of this version. Throws DatabaseNotMigratedError, which names the command to run. */
export async function requireMigrated(db: Kysely<Database>): Promise<void> {
  const pending = await pendingMigrations(db)
  if (pending.length > 0) throw new DatabaseNotMigratedError(pending)
}

async function readApplied(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  try {
    const rows = await db.selectFrom('pagebeatMigration').select('name').execute()
    return new Set(rows.map(({ name }) => name))
  } catch (error) {
    // 1146: no such table.
    if (error instanceof DatabaseRefusedError && error.fault.errno === 1146) return new Set()
    throw error
  }
}
