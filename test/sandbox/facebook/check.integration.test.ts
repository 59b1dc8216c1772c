import test from 'ava'
import { createConnection } from 'mysql2/promise'
import { checkAgainstDatabase } from '../../../sandbox/facebook/ledger/check-tables.ts'
import type { Delivery } from '../../../sandbox/facebook/webhooks/delivery.ts'
import { decodeFaults } from '../../../sandbox/facebook/faults.ts'
import type { Ledger } from '../../../sandbox/facebook/ledger/ledger.ts'
import { createRandomWorld } from '../../../sandbox/facebook/world/random-world.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import type { TestDatabase } from '../../helpers/database.ts'
import { readDeliveries } from './naive-reader.ts'
import type { Row, Tables } from './naive-tables.ts'

const patience = { deadlineMs: 2000, quietMs: 600 }
const open: TestDatabase[] = []
test.after.always(async () => {
  for (const database of open) await database.drop()
})

function playWorld(faults: string, events = 3000) {
  const world = createRandomWorld({
    seed: 'check',
    secret: 's',
    events,
    batch: [1, 50],
    baseTime: 1_780_000_000_000,
    people: 60,
    faults: decodeFaults(faults),
  })
  const deliveries = world.next(events * 3)
  for (const delivery of deliveries) ack(world.ledger, delivery)
  return { world, deliveries }
}

function ack({ events: ledger }: Ledger, { kind, events, body }: Delivery): void {
  ledger.markSent(events)
  if (kind === 'real') ledger.markAcked(events)
  const broken = ledger.malformed.find((each) => each.body === body)
  if (broken !== undefined) broken.acked = true
}

async function stored(tables: Tables): Promise<TestDatabase> {
  const database = await createTestDatabase()
  open.push(database)
  const connection = await createConnection({
    uri: database.url,
    timezone: 'Z',
    charset: 'UTF8MB4_UNICODE_520_CI',
  })
  for (const [table, rows] of Object.entries<Row[]>({ ...tables })) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    for (let start = 0; start < rows.length; start += 500) {
      const values = rows
        .slice(start, start + 500)
        .map((row) => columns.map((column) => valueOf(column, row[column] ?? null)))
      await connection.query(`INSERT INTO ${table} (${columns.join()}) VALUES ?`, [values])
    }
  }
  await connection.end()
  return database
}

function valueOf(column: string, value: string | number | null) {
  const isTime = /(^ts|Ts|_time|timestamp)$/.test(column)
  return value !== null && isTime ? new Date(Number(value)) : value
}

test('finds nothing wrong with tables that hold every event', async (t) => {
  const { world, deliveries } = playWorld('')
  const database = await stored(readDeliveries(deliveries))
  const verdict = await checkAgainstDatabase(world.ledger, database.url, patience)
  t.deepEqual(verdict.examples, [])
  t.true(verdict.ok)
  t.is(verdict.acked, 3000)
  t.is(verdict.stored, 3000)
})

test('finds nothing wrong under every fault at once, if the reader copes with them', async (t) => {
  const { world, deliveries } = playWorld('all', 6000)
  const database = await stored(readDeliveries(deliveries))
  const verdict = await checkAgainstDatabase(world.ledger, database.url, patience)
  t.deepEqual(verdict.examples, [])
  t.true(verdict.ok)
  t.is(verdict.stored, 6000)
  t.true(verdict.malformed > 0)
  t.is(verdict.deadLetters, verdict.malformed)
})

test('names one missing row, one doubled row, one wrong value, one row that nobody sent, and one wrong name', async (t) => {
  const { world, deliveries } = playWorld('', 1000)
  const tables = readDeliveries(deliveries)
  const database = await stored(tables)
  const [comment] = tables.chanFacebookFeed.filter(({ item }) => item === 'comment')
  const [message, doubled] = tables.chanFacebookMessenger.filter(({ text }) => text !== null)
  const [person] = tables.profileFacebook
  const columns = 'channel, interactionType, ts, direction'
  await database.query('DELETE FROM interaction WHERE kwInteractionId = ?', [comment?.kwInteractionId])
  await database.query('DELETE FROM chanFacebookFeed WHERE kwInteractionId = ?', [comment?.kwInteractionId])
  await database.query('UPDATE chanFacebookMessenger SET text = ? WHERE kwInteractionId = ?', [
    'another text',
    message?.kwInteractionId,
  ])
  await database.query(
    `INSERT INTO interaction (kwInteractionId, pId, pageId, ${columns}) SELECT 900001, pId, pageId, ${columns} FROM interaction WHERE kwInteractionId = ?`,
    [doubled?.kwInteractionId],
  )
  await database.query(
    `INSERT INTO chanFacebookMessenger (kwInteractionId, senderId, recipientId, mid, text, timestamp)
     SELECT 900001, senderId, recipientId, mid, text, timestamp FROM chanFacebookMessenger WHERE kwInteractionId = ?`,
    [doubled?.kwInteractionId],
  )
  await database.query(
    `INSERT INTO interaction (kwInteractionId, pId, pageId, ${columns}) VALUES (900002, 'facebook:1', ?, 'facebookMessenger', 'message', NOW(), 'in')`,
    [world.pages[0]?.id],
  )
  await database.query('INSERT INTO chanFacebookMessenger (kwInteractionId, mid) VALUES (900002, ?)', [
    'm_nobody',
  ])
  await database.query('UPDATE profileFacebook SET name = ? WHERE pId = ?', ['Another Name', person?.pId])

  const verdict = await checkAgainstDatabase(world.ledger, database.url, patience)
  t.false(verdict.ok)
  t.is(verdict.missing, 1)
  t.is(verdict.duplicated, 1)
  t.is(verdict.wrong, 2)
  t.is(verdict.unexpected, 1)
  t.is(verdict.stored, 999)
  t.true(
    verdict.examples.some((example) =>
      example.includes(`"another text", sent ${JSON.stringify(message?.text)}`),
    ),
    verdict.examples.join('\n'),
  )
  t.true(verdict.examples.some((example) => example.includes('Another Name')))
})

test('notices a receipt that reached the wrong message, a lost edit and a lost removal', async (t) => {
  const { world, deliveries } = playWorld('')
  const tables = readDeliveries(deliveries)
  const database = await stored(tables)
  const delivered = tables.chanFacebookMessenger.find(({ deliveredFlag }) => deliveredFlag === 1)
  const edited = tables.chanFacebookMessenger.find(({ editedTs }) => editedTs !== undefined)
  const removed = tables.chanFacebookFeed.find(({ removedTs }) => removedTs !== undefined)
  await database.query(
    'UPDATE chanFacebookMessenger SET deliveredTs = NULL, deliveredFlag = NULL WHERE kwInteractionId = ?',
    [delivered?.kwInteractionId],
  )
  await database.query('UPDATE chanFacebookMessenger SET text = ? WHERE kwInteractionId = ?', [
    'before the edit',
    edited?.kwInteractionId,
  ])
  await database.query('UPDATE chanFacebookFeed SET removedTs = NULL WHERE kwInteractionId = ?', [
    removed?.kwInteractionId,
  ])
  const verdict = await checkAgainstDatabase(world.ledger, database.url, patience)
  t.is(verdict.wrong, 3, verdict.examples.join('\n'))
  t.is(verdict.missing + verdict.duplicated + verdict.unexpected, 0)
})

test('an event that was sent and never acked may be stored or not, and what it would change may be either', async (t) => {
  const { world, deliveries } = playWorld('', 2000)
  const half = deliveries.filter((_, index) => index % 2 === 0)
  const other = createRandomWorld({
    seed: 'check',
    secret: 's',
    events: 2000,
    batch: [1, 50],
    baseTime: 1_780_000_000_000,
    people: 60,
  })
  for (const [index, delivery] of other.next(6000).entries()) {
    other.ledger.events.markSent(delivery.events)
    if (index % 2 === 0) other.ledger.events.markAcked(delivery.events)
  }
  t.is(world.ledger.events.length, other.ledger.events.length)
  for (const seen of [half, deliveries]) {
    const database = await stored(readDeliveries(seen))
    const verdict = await checkAgainstDatabase(other.ledger, database.url, patience)
    t.deepEqual(verdict.examples, [])
    t.true(verdict.acked < verdict.sent)
  }
})
