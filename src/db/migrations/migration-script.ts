/**
 * Makes one script for the mysql client that does the same as `pagebeat migrate`. It can be run again, also after it
 * stopped halfway.
 */
import type { Migration, Statement } from './migration-file.ts'
import { lockName, recordStatement, sessionStatements } from './migration-session.ts'

export interface ScriptOptions {
  readonly migrations: readonly Migration[]
  /** True for a database that already has the seed's seven tables. */
  readonly fromSeed: boolean
}

const seedTables = '0001-seed-tables'

export function toScript({ migrations, fromSeed }: ScriptOptions): string {
  const start = fromSeed
    ? 'Upgrades a database of the Kitewheel template in place. Make a backup first.'
    : 'Creates all tables in an empty database.'
  return [
    `-- Pagebeat's tables. ${start}\n-- Run it with: mysql --default-character-set=utf8mb4 <database> < this-file`,
    ...sessionStatements.map((sql) => `${sql};`),
    `DO GET_LOCK(${lockName}, 3600);`,
    ...migrations.map((migration) => toSection(migration, fromSeed && migration.name === seedTables)),
    '-- Channel ids that several customers shared. The row with active = 1 stayed in chan2Profile.',
    'SELECT * FROM chan2ProfileClash ORDER BY channelId, cidType, pId;',
    `DO RELEASE_LOCK(${lockName});`,
    '',
  ].join('\n\n')
}

function toSection({ name, checksum, text, statements }: Migration, present: boolean): string {
  const header = text.slice(0, text.indexOf('\n\n'))
  return [
    `-- ==== ${name} ====\n${header}`,
    ...(present ? ['-- The tables already exist.'] : statements.map(toPlainSql)),
    `${recordStatement(name, checksum)};`,
  ].join('\n\n')
}

function toPlainSql({ sql, doneWhen }: Statement): string {
  if (doneWhen === undefined) return `${sql};`
  return [
    `SET @todo = IF(${doneWhen}, 'DO 0', '${sql.replaceAll("'", "''")}');`,
    'PREPARE todo FROM @todo;',
    'EXECUTE todo;',
    'DEALLOCATE PREPARE todo;',
  ].join('\n')
}
