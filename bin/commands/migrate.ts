/** `pagebeat migrate`: the database has the tables that this version needs. */
import type { Command } from 'commander'
import { readConfig } from '../../src/config.ts'
import { describeClashes } from '../../src/db/migrations/channel-clash.ts'
import { migrateToLatest, migrationStatus } from '../../src/db/migrations/migrate.ts'
import { printLine } from '../command-line/terminal.ts'

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('create or upgrade the tables of Pagebeat in the database of DATABASE_URL')
    .option('--status', 'only list the migrations; exits with 1 when one is pending')
    .addHelpText('after', '\nRepeating it changes nothing. Several machines may run it at the same time.')
    .action(async ({ status = false }: { status?: boolean }) => {
      const { DATABASE_URL: databaseUrl } = readConfig(process.env, { required: ['DATABASE_URL'] })
      process.exitCode = await (status ? showStatus(databaseUrl) : migrate(databaseUrl))
    })
}

async function migrate(databaseUrl: string): Promise<number> {
  const { applied, clashes } = await migrateToLatest({ databaseUrl, log: printLine })
  for (const line of describeClashes(clashes)) printLine(line)
  const count = `${applied.length} migration${applied.length === 1 ? '' : 's'}`
  printLine(applied.length === 0 ? 'Nothing to do: the database is up to date.' : `Applied ${count}.`)
  return 0
}

async function showStatus(databaseUrl: string): Promise<number> {
  const migrations = await migrationStatus({ databaseUrl })
  for (const { name, applied } of migrations) printLine(`${applied ? 'applied' : 'pending'} ${name}`)
  return migrations.every(({ applied }) => applied) ? 0 : 1
}
