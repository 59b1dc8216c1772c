import { randomBytes } from 'node:crypto'
import { createConnection, createPool } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import { createMigratedTables, findMigratedTables } from './migrated-tables.ts'
import { requireServerUrl } from './server-url.ts'
import { leaveSpare, takeSpare } from './spare-databases.ts'

/** A database of one test file. Everything in it is the file's own. */
export interface TestDatabase {
  readonly name: string
  /** mysql://user:password@host:port/<name> */
  readonly url: string
  /** Rows as plain objects; bigints and decimals that do not fit a number come as strings, times are read as UTC. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** The database and its connections are gone. Call it in `test.after.always`. */
  drop(): Promise<void>
}

/** A database with the tables of all migrations, perhaps one that another file has left: one a test file is enough. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = requireServerUrl('DATABASE_URL')
  const known = await findMigratedTables(serverUrl)
  const spare = known === undefined ? undefined : await takeSpare(serverUrl, known)
  const database = spare === undefined ? await createEmptyTestDatabase() : openDatabase(serverUrl, spare)
  const tables = known !== undefined && spare !== undefined ? known : await createMigratedTables(database.url)
  return {
    ...database,
    async drop() {
      await database.close()
      const isLeft = await leaveSpare(serverUrl, database.name, tables)
      if (!isLeft) await dropTestDatabase(serverUrl, database.name)
    },
  }
}

/** A database without tables, named `pagebeat_test_<random>`. */
export async function createEmptyTestDatabase() {
  const serverUrl = requireServerUrl('DATABASE_URL')
  const name = requireTestName(`pagebeat_test_${randomBytes(8).toString('hex')}`)
  await execute(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`)
  return openDatabase(serverUrl, name)
}

function openDatabase(serverUrl: string, name: string) {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const pool = createPool({ uri: url.href, connectionLimit: 4, supportBigNumbers: true, timezone: 'Z' })
  return {
    name,
    url: url.href,
    async query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
      const [rows] = await pool.query<RowDataPacket[]>(sql, [...values])
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
    },
    /** Its connections are closed. */
    close: (): Promise<void> => pool.end(),
    async drop(): Promise<void> {
      await pool.end()
      await dropTestDatabase(serverUrl, name)
    },
  }
}

/** Throws, and drops nothing, unless the name is one that only these helpers give. */
export async function dropTestDatabase(serverUrl: string, name: string): Promise<void> {
  await execute(serverUrl, `DROP DATABASE IF EXISTS ${requireTestName(name)}`)
}

function requireTestName(name: string): string {
  if (/^pagebeat_test_[0-9a-f]{16}$/.test(name)) return name
  throw new Error(`Refused: ${name} is not the name of a test's database`)
}

async function execute(serverUrl: string, sql: string): Promise<void> {
  const connection = await createConnection(serverUrl)
  try {
    await connection.query(sql)
  } catch (cause) {
    if (!isDenied(cause)) throw cause
    const grant = 'GRANT ALL ON `pagebeat\\_test\\_%`.* TO <that user>'
    throw new Error(`The user of DATABASE_URL may not create test databases. Allow it with: ${grant}`, {
      cause,
    })
  } finally {
    await connection.end()
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ER_DBACCESS_DENIED_ERROR'
}
