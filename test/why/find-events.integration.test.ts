/** What `pagebeat why` finds where a search has an end. */
import test from 'ava'
import { messageKey } from '../../src/domain/event-key.ts'
import { asPageId, asProfileId } from '../../src/domain/ids.ts'
import { packBodies } from '../../src/db/events/ledger-bytes.ts'
import { findDeliveries } from '../../src/db/why/find-deliveries.ts'
import { findByCustomer, findByPlatformId } from '../../src/db/why/find-events.ts'
import { at, message, pageId } from '../helpers/decoded.ts'
import { openTables } from '../helpers/open-tables.ts'

test.serial(
  'the latest events of a customer are those that happened last, in whatever order they came',
  async (t) => {
    const { db, record, database } = await openTables()
    for (const seconds of [50, 10, 40, 30]) await record(message('700', `m${seconds}`, at(seconds)))
    const ids = await findByCustomer(db, asProfileId('facebook:700'), 3)
    const rows = await database.query(
      'select mid from chanFacebookMessenger where kwInteractionId in (?) order by timestamp desc',
      [ids],
    )
    t.deepEqual(
      rows.map(({ mid }) => mid),
      ['m50', 'm40', 'm30'],
    )
  },
)

test.serial('a mid is found on any day, also where clocks were wrong and days are missing', async (t) => {
  const { db, record, database } = await openTables()
  const day = 86_400
  const ages = { today: 0, lately: 7, lastMonth: 31, lastYear: 400, wrong: 18_000 }
  for (const [mid, days] of Object.entries(ages)) await record(message('700', mid, at(-days * day)))
  const rows = await database.query('select mid, kwInteractionId from chanFacebookMessenger')
  t.is(rows.length, 5)
  for (const { mid, kwInteractionId } of rows)
    t.deepEqual(await findByPlatformId(db, String(mid)), [String(kwInteractionId)], String(mid))
  t.deepEqual(await findByPlatformId(db, 'm_unknown'), [])
  await database.query('delete from interaction where eventDay < ?', ['2020-01-01'])
  for (const mid of ['today', 'lately', 'lastMonth', 'lastYear'])
    t.is((await findByPlatformId(db, mid)).length, 1, mid)
  await database.query('delete from interaction')
  t.deepEqual(await findByPlatformId(db, 'today'), [])
})

test.serial('a text with accents is no id of Facebook', async (t) => {
  const { db } = await openTables()
  t.deepEqual(await findByPlatformId(db, 'Où'), [])
})

test.serial('a delivery is found behind large ones, and not looked for where none is kept', async (t) => {
  const { db, database } = await openTables()
  const insert = async (n: number, body: string): Promise<void> => {
    const { bytes, packed } = packBodies([body])
    await database.query(
      'insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies) values (?, ?, 1, ?, ?)',
      [Buffer.alloc(16, n), new Date(at(100 + n)), bytes, packed],
    )
  }
  for (let n = 0; n < 8; n += 1) await insert(n, 'x'.repeat(100_000))
  await insert(8, message('700', 'm_late', at(99)))
  const wanted = {
    key: messageKey(asPageId(pageId), 'm_late'),
    named: 'm_late',
    openedTs: undefined,
    share: 1,
  }
  t.deepEqual(await findDeliveries(db, { ...wanted, ts: at(99) }), {
    is: 'found',
    receivedTs: at(108),
    copies: 1,
  })
  t.deepEqual(await findDeliveries(db, { ...wanted, ts: at(99) - 2 * 86_400_000 }), { is: 'not_kept' })
  t.deepEqual(await findDeliveries(db, { ...wanted, ts: at(0), openedTs: at(1) }), { is: 'not_kept' })
})
