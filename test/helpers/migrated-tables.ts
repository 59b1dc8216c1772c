/**
 * The tables that all migrations lead to, without the way there. Two hundred test databases begin with them: to copy the
 * finished tables takes a fifth of the time of the migrations.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { readMigrations } from '../../src/db/migrations/migration-file.ts'
import { sessionStatements } from '../../src/db/migrations/migration-session.ts'

const folder = path.join(import.meta.dirname, '..', '..', '.cache', 'migrated-tables')

/**
 * An empty database has all tables, as the migrations of this commit leave them on this server. The first call for a server
 * and a set of migrations runs these, and keeps the statements of the tables for the others. Resolves to these.
 */
export async function createMigratedTables(databaseUrl: string): Promise<string> {
  const connection = await createConnection({ uri: databaseUrl, multipleStatements: true, timezone: 'Z' })
  try {
    const file = path.join(folder, `${await keyOf(connection)}.sql`)
    const known = readIfThere(file)
    if (known !== undefined) {
      await connection.query(known)
      return known
    }
    await migrateToLatest({ databaseUrl })
    const made = await describeTables(connection)
    keep(file, made)
    return made
  } finally {
    await connection.end()
  }
}

/** The statements that the first call for this server has kept. */
export async function findMigratedTables(serverUrl: string): Promise<string | undefined> {
  const connection = await createConnection({ uri: serverUrl, timezone: 'Z' })
  try {
    return readIfThere(path.join(folder, `${await keyOf(connection)}.sql`))
  } finally {
    await connection.end()
  }
}

/** Another server, or a changed migration, has another key. */
async function keyOf(connection: Connection): Promise<string> {
  const [server] = await rowsOf(connection, 'SELECT VERSION() AS version, @@collation_database AS collation')
  const migrations = (await readMigrations()).map(({ name, checksum }) => [name, checksum])
  return createHash('sha256')
    .update(JSON.stringify([server, migrations]))
    .digest('hex')
    .slice(0, 32)
}

/** Statements that make the tables and views of this database, with their rows, in an empty one. */
export async function describeTables(connection: Connection): Promise<string> {
  const statements = [...sessionStatements, 'SET SESSION foreign_key_checks = 0']
  const found = await rowsOf(
    connection,
    `SELECT table_name AS name, table_type AS type, DATABASE() AS place FROM information_schema.tables
      WHERE table_schema = DATABASE() ORDER BY table_type, table_name`,
  )
  for (const { name, type, place } of found) {
    if (type === 'VIEW') {
      const [row] = await rowsOf(connection, `SHOW CREATE VIEW \`${name}\``)
      statements.push(
        String(row?.['Create View'])
          .replaceAll(`\`${place}\`.`, '')
          .replace(/ DEFINER=\S+/, ''),
      )
      continue
    }
    const [row] = await rowsOf(connection, `SHOW CREATE TABLE \`${name}\``)
    statements.push(String(row?.['Create Table']))
    for (const values of await rowsOf(connection, `SELECT * FROM \`${name}\``))
      statements.push(
        connection.format(`INSERT INTO \`${name}\` (??) VALUES (?)`, [
          Object.keys(values),
          Object.values(values),
        ]),
      )
  }
  return statements.join(';\n')
}

async function rowsOf(connection: Connection, sql: string): Promise<readonly RowDataPacket[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  return rows
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Another test file may write the same at the same time. */
function keep(file: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const part = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(part, text)
  renameSync(part, file)
}
