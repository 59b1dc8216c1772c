/**
 * Brings the database to the tables that this version needs. Every file of `sql/` is applied once, in order, by one
 * machine at a time. MySQL commits each DDL statement by itself, so a migration may stop halfway. Therefore every
 * statement can be repeated, and a file is recorded after its last statement (docs/decisions/0001-migrations.md).
 */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { MigrationFailedError, PipelineError } from '../../errors.ts'
import { findClashes } from './channel-clash.ts'
import type { ChannelClash } from './channel-clash.ts'
import { toDatabaseError } from '../mysql/database-error.ts'
import { parseDatabaseUrl } from '../mysql/database-url.ts'
import { readMigrations } from './migration-file.ts'
import type { Migration, Statement } from './migration-file.ts'
import { lockName, recordStatement, sessionStatements } from './migration-session.ts'

export interface MigrateOptions {
  /** mysql://user:password@host:port/database */
  readonly databaseUrl: string
  /** Gets one line for each step. */
  readonly log?: (line: string) => void
  readonly migrations?: readonly Migration[]
}

export interface MigrateResult {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: readonly string[]
  /** Channel ids that several customers shared before the upgrade. Empty unless this call upgraded the database. */
  readonly clashes: readonly ChannelClash[]
}

/**
 * All migrations are applied. Throws MigrationFailedError, DatabaseBusyError. The next run continues where it
 * stopped.
 */
export async function migrateToLatest(options: MigrateOptions): Promise<MigrateResult> {
  const { databaseUrl, log = () => undefined, migrations = await readMigrations() } = options
  const connection = await connect(databaseUrl)
  try {
    await takeLock(connection, log)
    return await applyPending(connection, migrations, log)
  } catch (error) {
    throw toDatabaseError(error)
  } finally {
    connection.destroy()
  }
}

/** Which migrations are applied and which are not. Changes nothing. */
export async function migrationStatus(
  options: MigrateOptions,
): Promise<readonly { readonly name: string; readonly applied: boolean }[]> {
  const { databaseUrl, migrations = await readMigrations() } = options
  const connection = await connect(databaseUrl)
  try {
    const checksums = await readChecksums(connection)
    return migrations.map(({ name }) => ({ name, applied: checksums.has(name) }))
  } catch (error) {
    throw toDatabaseError(error)
  } finally {
    connection.destroy()
  }
}

async function connect(databaseUrl: string): Promise<Connection> {
  try {
    const connection = await createConnection({
      ...parseDatabaseUrl(databaseUrl),
      connectTimeout: 10_000,
      // A statement may take hours, so none has a time-out. The system finds out that the server is gone.
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
    })
    for (const sql of sessionStatements) await connection.query(sql)
    return connection
  } catch (error) {
    throw toDatabaseError(error)
  }
}

async function takeLock(connection: Connection, log: (line: string) => void): Promise<void> {
  for (let waits = 0; ; waits++) {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT GET_LOCK(${lockName}, 5) AS taken`)
    if (rows[0]?.taken === 1) return
    if (waits === 0) log('waiting: another migration of this database is running')
  }
}

async function applyPending(
  connection: Connection,
  migrations: readonly Migration[],
  log: (line: string) => void,
): Promise<MigrateResult> {
  const checksums = await readChecksums(connection)
  refuseChanged(migrations, checksums)
  const pending = migrations.filter(({ name }) => !checksums.has(name))
  for (const [index, migration] of pending.entries()) {
    log(`${index + 1}/${pending.length} ${migration.name}`)
    await applyOne(connection, migration)
  }
  const upgraded = pending.some(({ name }) => name === '0008-chan2profile-one-person')
  return { applied: pending.map(({ name }) => name), clashes: upgraded ? await findClashes(connection) : [] }
}

async function applyOne(connection: Connection, migration: Migration): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    try {
      if (!(await isDone(connection, statement))) await connection.query(statement.sql)
    } catch (error) {
      throw toFailure(migration, index, error)
    }
  }
  await connection.query(recordStatement(migration.name, migration.checksum))
}

async function isDone(connection: Connection, { doneWhen }: Statement): Promise<boolean> {
  if (doneWhen === undefined) return false
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT ${doneWhen} AS done`)
  return rows[0]?.done === 1
}

/** Two databases with the same list of migrations must not differ, so a file must not change after it was applied. */
function refuseChanged(migrations: readonly Migration[], checksums: ReadonlyMap<string, string>): void {
  const changed = migrations.filter(({ name, checksum }) => (checksums.get(name) ?? checksum) !== checksum)
  if (changed.length === 0) return
  const names = changed.map(({ name }) => `sql/${name}.sql`).join(', ')
  throw new MigrationFailedError(
    `${names}: changed after it was applied to this database. Undo the change, and add a new file to sql/ instead.`,
  )
}

async function readChecksums(connection: Connection): Promise<ReadonlyMap<string, string>> {
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT name, checksum FROM pagebeatMigration')
    return new Map(rows.map(({ name, checksum }) => [String(name), String(checksum)]))
  } catch (error) {
    if (error instanceof Error && 'errno' in error && error.errno === 1146) return new Map()
    throw error
  }
}

function toFailure({ name }: Migration, index: number, error: unknown): unknown {
  const ours = toDatabaseError(error)
  if (!(ours instanceof PipelineError)) return ours
  return new MigrationFailedError(
    `sql/${name}.sql, statement ${index + 1}: ${ours.message}. Earlier statements stay done: ` +
      'fix the cause, then run `pagebeat migrate` again. It continues here.',
    { cause: ours },
  )
}
