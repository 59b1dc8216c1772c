import test from 'ava'
import { compareDatabases } from '../../../trials/chaos/compare-tables.ts'
import { decodeFaults } from '../../../sandbox/facebook/faults.ts'
import { createRandomWorld } from '../../../sandbox/facebook/world/random-world.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createReceipts } from '../../../src/db/events/receipts.ts'
import { decodeDelivery } from '../../../src/facebook/webhook-payload.ts'
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts'

const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
test.after.always(() => Promise.all([first.drop(), second.drop()]))

const world = createRandomWorld({
  seed: 3,
  secret: 'shh',
  events: 600,
  people: 40,
  batch: [20, 20],
  baseTime: Date.UTC(2026, 2, 1),
  gapMs: 600_000,
  faults: decodeFaults('standby,low-watermark,receipt-first,no-mids'),
})
const bodies = world.next(10_000).map(({ body }) => body.toString('latin1'))

test.serial('finds nothing where the same events came in another order, with other ids', async (t) => {
  await fill(first, bodies)
  await fill(second, bodies.toReversed())
  const comparisons = await compare()
  t.deepEqual(
    comparisons.flatMap(({ examples }) => examples),
    [],
  )
  t.true(comparisons.every(({ rows }) => rows > 0))
  t.is(comparisons[0]?.rows, 600)
})

test.serial('finds a changed value, a missing row and a row too many, and names them', async (t) => {
  await second.query("UPDATE profileFacebook SET surname = 'X' ORDER BY pId LIMIT 1")
  await second.query('DELETE FROM chanFacebookFeed ORDER BY kwInteractionId LIMIT 2')
  await second.query(
    'INSERT INTO interaction (pId, channel, interactionType, ts, direction, pageId, eventDay, standby) ' +
      'SELECT pId, channel, interactionType, ts, direction, pageId, eventDay, standby FROM interaction ORDER BY kwInteractionId LIMIT 1',
  )
  await second.query('UPDATE pageMessage SET kwInteractionId = 0 ORDER BY conversationId, ts LIMIT 1')
  const found = (await compare()).filter(({ differences }) => differences > 0)
  t.deepEqual(
    found.map(({ table, differences }) => [table, differences]),
    [
      ['interaction', 1],
      ['chanFacebookFeed', 2],
      ['profileFacebook', 1],
      ['pageMessage', 2],
    ],
  )
  t.regex(found[0]?.examples[0] ?? '', /^interaction \S+ : only in storm$/)
  t.regex(found[1]?.examples[0] ?? '', /^chanFacebookFeed [0-9A-F]{32}: only in calm$/)
  t.regex(found[2]?.examples[0] ?? '', /^profileFacebook \S+: surname \S+.* in calm, "X" in storm$/)
})

function compare(): ReturnType<typeof compareDatabases> {
  return compareDatabases({ url: first.url, name: 'calm' }, { url: second.url, name: 'storm' })
}

async function fill(database: TestDatabase, deliveries: readonly string[]): Promise<void> {
  const db = createDatabase({ url: database.url, poolSize: 2 })
  for (const body of deliveries) {
    const { events, receipts } = decodeDelivery(body)
    await createEventRecorder(db).record(events)
    await createReceipts(db).record(receipts)
  }
  await db.destroy()
}
