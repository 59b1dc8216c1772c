/** `pagebeat migrate`: the database has the tables that this version needs. */
import type { Command } from 'commander'
import { readConfig } from '../../src/config.ts'
import { describeClashes } from '../../src/db/migrations/channel-clash.ts'
import { migrateToLatest, migrationStatus } from '../../src/db/migrations/migrate.ts'
import { ConfigError, PipelineError } from '../../src/errors.ts'

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'create or upgrade the tables in the database of DATABASE_URL; safe to run again and from several machines',
    )
    .option('--status', 'only list what is applied; exits with 1 when something is pending')
    .action(async ({ status = false }: { status?: boolean }) => {
      try {
        process.exitCode = await (status ? showStatus() : migrate())
      } catch (error) {
        process.exitCode = report(error)
      }
    })
}

async function migrate(): Promise<number> {
  const { applied, clashes } = await migrateToLatest({ databaseUrl: requireDatabaseUrl(), log: console.log })
  for (const line of describeClashes(clashes)) console.log(line)
  console.log(
    applied.length === 0
      ? 'nothing to do: the database is up to date'
      : `applied ${applied.length} migration(s)`,
  )
  return 0
}

async function showStatus(): Promise<number> {
  const migrations = await migrationStatus({ databaseUrl: requireDatabaseUrl() })
  for (const { name, applied } of migrations) console.log(`${applied ? 'applied' : 'pending'} ${name}`)
  return migrations.every(({ applied }) => applied) ? 0 : 1
}

function requireDatabaseUrl(): string {
  return readConfig(process.env, { required: ['DATABASE_URL'] }).DATABASE_URL
}

function report(error: unknown): number {
  if (!(error instanceof PipelineError)) throw error
  console.error(error.message)
  return error instanceof ConfigError ? error.exitCode : 1
}
