/** A database as the Kitewheel template made it, with rows that are hard to carry over. */
import { readFile } from 'node:fs/promises'
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'

const kitewheelTables = new URL('kitewheel-tables.sql', import.meta.url)

export const seedTables = [
  'appParams',
  'chan2Profile',
  'chanFacebookFeed',
  'chanFacebookMessenger',
  'interaction',
  'profile',
  'profileFacebook',
] as const

export async function createSeedTables(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, multipleStatements: true })
  await connection.query(await readFile(kitewheelTables, 'utf8'))
  await connection.end()
}

/** Thousands of rows for a `count` in the thousands; no emoji, as utf8 cannot hold any. */
export async function fillSeedTables(url: string, count: number): Promise<void> {
  const connection = await createConnection({ uri: url, charset: 'UTF8MB4_UNICODE_520_CI', timezone: 'Z' })
  // As lax as the servers of such databases: it allows zero dates, 0 as an id, and impossible dates.
  await connection.query(
    "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00'",
  )
  const fill = createFill(connection)
  const times = ['0000-00-00 00:00:00', '2021-02-31 10:00:00', '2019-12-31 23:59:59', null]
  const rows = Array.from({ length: count }, (_, index) => index)

  await fill(
    'interaction',
    rows.map((n) => {
      const id = n === count - 1 ? 2_147_483_647 : n * 3
      return [
        id,
        `p-${n % 700}`,
        pick(['web', null, wide(30)], n),
        wide(n % 21),
        pick(times, n),
        pick(['in', null], n),
      ]
    }),
  )
  await fill(
    'chanFacebookFeed',
    rows.map((n) => [
      n === count - 1 ? 2_147_483_647 : n * 3,
      'feed',
      pick([null, '{"message":"Grüße"}', wide(21_000)], n % 50),
      pick(times, n),
      pick([0, 1, -128, null], n),
      ...[0, 1, 2, 3, 4].map((column) => pick([null, '', wide(n % 50 === 0 ? 2000 : 20)], n + column)),
      pick([`${n}_123`, 'Zoë', wide(45)], n),
      wide(n % 101),
      ...[200].map((size) => pick([null, wide(size)], n)),
      pick(['2021-03-28 02:30:00.123', '0000-00-00 00:00:00.000', null], n),
      ...[100, 100, 100, 100, 100].map((size, column) => pick([null, wide(size), 'x '], n + column)),
      ...[45, 45, 45, 45, 45, 45].map((size, column) => pick([wide(size), null, 'X'], n + column)),
    ]),
  )
  await fill(
    'chanFacebookMessenger',
    rows.map((n) => [
      n * 3,
      pick(times, n),
      pick(['9223372036854775807', '100012345678901234', '0', null, '-7'], n),
      pick(['112233445566778899', null], n),
      wide(n % 46),
      pick([`mid.${n}`, wide(45), null], n),
      pick([2_147_483_647, -1, null], n),
      pick([null, '[]', wide(500)], n),
      pick(['2017-01-01 00:00:00.999', null], n),
      pick([1, 0, null], n),
      null,
      pick([1, null], n),
      pick(['2017-01-01 00:00:01.001', null], n),
    ]),
  )
  await fill(
    'profile',
    Array.from({ length: 600 }, (_, n) => {
      const name = wide(n % 46)
      const pId = n === 0 ? 'lone' : `p-${n}`
      return [
        pId,
        'new',
        name,
        wide(145),
        null,
        wide(9),
        null,
        n - 300,
        null,
        wide(145),
        '2018-05-05 05:05:05.555',
      ]
    }),
  )
  await fill(
    'profileFacebook',
    Array.from({ length: 500 }, (_, n) => {
      const ts = pick(['2018-01-01 00:00:00.001', null, '0000-00-00 00:00:00.000'], n)
      return [`p-${n}`, wide(100), wide(n % 101), ts, ts, null, pick([null, '{"a":1}', wide(9000)], n)]
    }),
  )
  await fill('appParams', [
    ['Straße', wide(20_000), 'text', wide(200)],
    ['pageToken', 'secret', wide(45), null],
  ])
  // Another key with the collation of most servers. The default one of MariaDB 11.8 reads ß as ss: there it is the same.
  await connection.query("INSERT IGNORE INTO appParams (paramKey) VALUES ('Strasse')")
  await fill('chan2Profile', [
    ...Array.from({ length: 900 }, (_, n) => [`psid-${n}`, pick(['facebook', 'web'], n), `p-${n}`]),
    ...clashes,
  ])
  await connection.end()
}

/**
 * Several customers for one channel id, and similar rows that are no clash. p-0 … p-699 have interactions, p-0 …
 * p-599 have profiles.
 */
const clashes = [
  ['newest', 'facebook', 'p-5'],
  ['newest', 'facebook', 'p-698'],
  ['newest', 'facebook', 'gone-1'],
  ['profile', 'facebook', 'a-nobody'],
  ['profile', 'facebook', 'lone'],
  ['smallest', 'web', 'gone-2'],
  ['smallest', 'web', 'gone-1'],
  ['Zoë', 'twitter', 'p-1'],
  ['Zoë', 'twitter', 'p-2'],
  ['same', 'facebook', 'p-1'],
  ['same', 'web', 'p-2'],
  ['Case', 'facebook', 'p-3'],
  ['case', 'facebook', 'p-4'],
] as const

/** Every row of a table as JSON, its values as text and times without a zero fraction; sorted. */
export async function readRows(
  url: string,
  table: string,
  columns?: readonly string[],
): Promise<readonly string[]> {
  const connection = await createConnection({
    uri: url,
    charset: 'UTF8MB4_UNICODE_520_CI',
    rowsAsArray: true,
  })
  await connection.query("SET SESSION sql_mode = '', time_zone = '+00:00'")
  const names = columns ?? (await readColumns(connection, table))
  const [rows] = await connection.query<RowDataPacket[][]>(
    `SELECT ${names.map((name) => `CAST(\`${name}\` AS CHAR)`).join(', ')} FROM ${table}`,
  )
  await connection.end()
  return rows.map((row) => JSON.stringify([...row.values()].map(toText))).toSorted()
}

export async function readColumnNames(url: string, table: string): Promise<readonly string[]> {
  const connection = await createConnection({ uri: url, rowsAsArray: true })
  const names = await readColumns(connection, table)
  await connection.end()
  return names
}

async function readColumns(connection: Connection, table: string): Promise<readonly string[]> {
  const [rows] = await connection.query<RowDataPacket[][]>(`SHOW COLUMNS FROM ${table}`)
  return rows.map((row) => toText(row[0]) ?? '')
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/( \d\d:\d\d:\d\d)\.000$/, '$1') : null
}

/** Text with several bytes for each character. */
function wide(size: number): string {
  return 'é語ß'.repeat(size).slice(0, size)
}

function pick<Value>(values: readonly Value[], index: number): Value | null {
  return values[index % values.length] ?? null
}

function createFill(connection: Connection) {
  return async (table: string, rows: readonly (readonly unknown[])[]): Promise<void> => {
    for (let start = 0; start < rows.length; start += 500)
      await connection.query(`INSERT INTO ${table} VALUES ?`, [rows.slice(start, start + 500)])
  }
}
