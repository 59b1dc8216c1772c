/** `pagebeat sql`: the statements of `pagebeat migrate` as a script that a DBA can read and run. */
import type { Command } from 'commander'
import { readMigrations } from '../../src/db/migrations/migration-file.ts'
import { toScript } from '../../src/db/migrations/migration-script.ts'
import { writeBytes } from '../command-line/terminal.ts'

export function registerSql(program: Command): void {
  program
    .command('sql')
    .description('print the SQL of `pagebeat migrate` as a script for the mysql client')
    .option('--from-seed', 'for a database that was created by the SQL of the Kitewheel template')
    .action(async ({ fromSeed = false }: { fromSeed?: boolean }) => {
      writeBytes(Buffer.from(toScript({ migrations: await readMigrations(), fromSeed })))
    })
}
