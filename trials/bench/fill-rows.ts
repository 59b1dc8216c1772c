/** A database as it is after a month of a busy Page: what the indexes look like matters, not what people wrote. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, createConnection } from 'mysql2/promise'
import { query } from '../../sandbox/facebook/ledger/found-rows.ts'
import { firstPerson, personStep, typicalPage } from './recipe.ts'

const days = 30
const rowsAtOnce = 20_000

type Size = { readonly rows: number; readonly people: number }

/**
 * `people` have profiles; `rows` interactions of theirs are spread over the last thirty days, each with its row in a channel's
 * table. Inserted in the order of time by statements of thousands of rows: pages of the indexes are split and filled as in real life.
 */
export async function fillRows(url: string, { rows, people }: Size): Promise<void> {
  const connections = await Promise.all([openConnection(url), openConnection(url)])
  const [one, other] = connections
  await fillPeople(one, people)
  const starts = Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, index) => index * rowsAtOnce)
  await Promise.all([
    insertAll(one, starts, (start) => insertInteractions(start, { rows, people })),
    insertAll(other, starts, (start) => insertMessages(start, { rows, people })).then(() =>
      insertAll(other, starts, (start) => insertComments(start, { rows, people })),
    ),
  ])
  await one.query('ANALYZE TABLE interaction, chan2Profile, profileFacebook')
  if (rows > 0) await untilFlushed(one)
  await Promise.all(connections.map((connection) => connection.end()))
}

async function openConnection(url: string): Promise<Connection> {
  const connection = await createConnection({ uri: url })
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  // Numbers 0 to 19,999, one table a connection: neither server has a portable way to count.
  await connection.query('CREATE TEMPORARY TABLE number (n int PRIMARY KEY)')
  const numbers = Array.from({ length: rowsAtOnce }, (_, n) => `(${n})`)
  await connection.query(`INSERT INTO number VALUES ${numbers.join()}`)
  return connection
}

async function insertAll(
  connection: Connection,
  starts: readonly number[],
  sqlOf: (start: number) => string,
): Promise<void> {
  for (const start of starts) await connection.query(sqlOf(start))
}

async function fillPeople(connection: Connection, people: number): Promise<void> {
  for (let start = 0; start < people; start += rowsAtOnce) {
    const person = `CAST(${firstPerson} + (${start} + n) * ${personStep} AS CHAR)`
    const from = `FROM number WHERE ${start} + n < ${people}`
    await connection.query(
      `INSERT INTO chan2Profile (channelId, cidType, pId) SELECT ${person}, 'facebook', CONCAT('facebook:', ${person}) ${from}`,
    )
    await connection.query(`INSERT INTO profile (pId) SELECT CONCAT('facebook:', ${person}) ${from}`)
    await connection.query(
      `INSERT INTO profileFacebook (pId, lastInteractionTs) SELECT CONCAT('facebook:', ${person}), NOW() - INTERVAL ${days} DAY ${from}`,
    )
  }
}

/** SQL for a row's number, its customer (by a hash, so that neighbours in time are strangers) and its time. */
function columnsOf(start: number, { rows, people }: Size) {
  const row = `(${start} + n)`
  return {
    row,
    person: `CAST(${firstPerson} + (CRC32(${row}) % ${people}) * ${personStep} AS CHAR)`,
    time: `(UTC_TIMESTAMP(3) - INTERVAL ${days} DAY + INTERVAL FLOOR(${row} / ${rows} * ${days * 86_400 - 3_600}) SECOND)`,
    isMessage: `CRC32(CONCAT('kind', ${row})) % 100 < 60`,
    from: `FROM number WHERE ${row} < ${rows}`,
  }
}

function insertInteractions(start: number, size: Size): string {
  const { row, person, time, isMessage, from } = columnsOf(start, size)
  return `INSERT INTO interaction (kwInteractionId, pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey, standby)
    SELECT ${row} + 1, CONCAT('facebook:', ${person}), IF(${isMessage}, 'facebookMessenger', 'facebookFeed'),
      IF(${isMessage}, 'message', 'comment'), ${time}, 'in', '${typicalPage}', DATE(${time}), UNHEX(LEFT(SHA2(${row}, 256), 32)), 0
    ${from} ORDER BY n`
}

function insertMessages(start: number, size: Size): string {
  const { row, person, time, isMessage, from } = columnsOf(start, size)
  return `INSERT INTO chanFacebookMessenger (kwInteractionId, epochTs, senderId, recipientId, text, mid, timestamp, valueRaw)
    SELECT ${row} + 1, ${time}, ${person}, '${typicalPage}', REPEAT('hello you ', 8), CONCAT('m_', SHA2(${row}, 512)), ${time},
      REPEAT('{"sender":{"id":"5000', 14)
    ${from} AND ${isMessage} ORDER BY n`
}

function insertComments(start: number, size: Size): string {
  const { row, person, time, isMessage, from } = columnsOf(start, size)
  return `INSERT INTO chanFacebookFeed (kwInteractionId, field, valueRaw, message, post_id, comment_id, parent_id, created_time, item, verb, sender_id, sender_name)
    SELECT ${row} + 1, 'feed', REPEAT('{"from":{"id":"500012', 20), REPEAT('hello you ', 8), '${typicalPage}_7000000001',
      CONCAT('7000000001_', ${row}), '${typicalPage}_7000000001', ${time}, 'comment', 'add', ${person}, 'Person'
    ${from} AND NOT (${isMessage}) ORDER BY n`
}

const lookMs = 1_000

/** The database writes no more of what the filling left in memory: that work is not the measured events'. */
async function untilFlushed(connection: Connection): Promise<void> {
  for (let before = Infinity, dirty = await dirtyPages(connection); dirty < before * 0.98;) {
    await pause(lookMs)
    ;[before, dirty] = [dirty, await dirtyPages(connection)]
  }
}

async function dirtyPages(connection: Connection): Promise<number> {
  const [row] = await query(connection, "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")
  return Number(row?.['Value'] ?? 0)
}
