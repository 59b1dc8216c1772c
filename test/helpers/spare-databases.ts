/**
 * Databases that a test file has left, for the next one: to empty five used tables took 0.13 s on MariaDB and 0.18 s on
 * MySQL, to make and drop all of them 0.36 s and 1.08 s. Only `npm test` keeps databases, on the server that it started
 * (TEST_SPARE_DATABASES): there they end with the server.
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { describeTables } from './migrated-tables.ts'

/** Names of the databases that nobody uses, each with what is in it. */
const place = 'pagebeat_spare'
/** The connections of the file that leaves it have been closed by then. */
const mostLooks = 20
const betweenLooksMs = 50

const keepsSpares = (): boolean => process.env['TEST_SPARE_DATABASES'] === 'true'

/** The name of a database with these tables and no other rows; undefined: there is none. */
export async function takeSpare(serverUrl: string, tables: string): Promise<string | undefined> {
  if (!keepsSpares()) return undefined
  const connection = await openPlace(serverUrl)
  try {
    const [{ insertId: mark }] = await connection.query<ResultSetHeader>('INSERT INTO taker () VALUES ()')
    await connection.query('UPDATE spare SET taker = ? WHERE tables = ? AND taker IS NULL LIMIT 1', [
      mark,
      keyOf(tables),
    ])
    const [rows] = await connection.query<RowDataPacket[]>('SELECT name FROM spare WHERE taker = ?', [mark])
    return rows[0] === undefined ? undefined : String(rows[0]['name'])
  } finally {
    await connection.end()
  }
}

/** False: it is not what it was, or a connection to it is open, and the caller drops it. */
export async function leaveSpare(serverUrl: string, name: string, tables: string): Promise<boolean> {
  if (!keepsSpares()) return false
  const connection = await openPlace(serverUrl)
  try {
    if (!(await isUnused(connection, name))) return false
    await connection.query(`USE ${name}`)
    await restore(connection, tables)
    if (!(await isAsBefore(connection, tables)) || !(await isUnused(connection, name))) return false
    await connection.query(`REPLACE INTO ${place}.spare (name, tables) VALUES (?, ?)`, [name, keyOf(tables)])
    return true
  } catch {
    return false // locked by a process that was killed, for example
  } finally {
    await connection.end()
  }
}

async function openPlace(serverUrl: string): Promise<Connection> {
  const connection = await createConnection({ uri: serverUrl, multipleStatements: true, timezone: 'Z' })
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${place}; USE ${place};
    CREATE TABLE IF NOT EXISTS taker (id int PRIMARY KEY AUTO_INCREMENT);
    CREATE TABLE IF NOT EXISTS spare (name varchar(40) PRIMARY KEY, tables char(64), taker int, KEY (taker));
    SET SESSION lock_wait_timeout = 2, innodb_lock_wait_timeout = 2, foreign_key_checks = 0`)
  return connection
}

/** Connections of other users are not seen: the files that have some end them first. */
async function isUnused(connection: Connection, name: string): Promise<boolean> {
  for (let look = 0; look < mostLooks; look++) {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID()',
      [name],
    )
    if (rows.length === 0) return true
    await pause(betweenLooksMs)
  }
  return false
}

/** Tables with rows, or whose counter of ids has moved, are emptied; the rows of the migrations come back. */
async function restore(connection: Connection, tables: string): Promise<void> {
  const statements = tables.split(';\n')
  for (const statement of statements) {
    const [, table] = /^CREATE TABLE `(\w+)`/.exec(statement) ?? []
    if (table === undefined) continue
    const inserts = statements.filter((each) => each.startsWith(`INSERT INTO \`${table}\``))
    const [[made]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table}\``)
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT 1 FROM \`${table}\` LIMIT ${inserts.length + 1}`,
    )
    if (rows.length === inserts.length && made?.['Create Table'] === statement) continue
    await connection.query([`TRUNCATE TABLE \`${table}\``, ...inserts].join(';\n'))
  }
}

/** To the last character, and nothing runs by itself. */
async function isAsBefore(connection: Connection, tables: string): Promise<boolean> {
  const [others] = await connection.query<RowDataPacket[]>(
    `SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
      UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()
      UNION ALL SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE()`,
  )
  return others.length === 0 && (await describeTables(connection)) === tables
}

function keyOf(tables: string): string {
  return createHash('sha256').update(tables).digest('hex')
}
