import { inflateSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import test from 'ava'
import { createLedger } from '../../../src/db/events/ledger.ts'
import { openTables } from '../../helpers/open-tables.ts'

const groupName = () => randomBytes(16).toString('hex')

test.serial('stores the bodies byte for byte, readable in SQL with UNCOMPRESS', async (t) => {
  const { db, database } = await openTables()
  const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x27, 0x5c, 0x7d])
  const bodies = [
    '{"object":"page","entry":[{"text":"\\ud83d\\ude0d \\/"}]}',
    'a "quote", \\ and \u0000 and 🎈',
    '',
  ]
  const group = groupName()
  await createLedger(db).record(group, [
    ...bodies.map((body, index) => ({ body, at: 1_780_000_000_123 + index })),
    { body: bytes.toString('base64'), base64: true, at: 1_780_000_000_999 },
  ])
  const [row] = await database.query(
    'select lower(hex(groupKey)) as g, receivedTs, deliveries, bytes, uncompressed_length(bodies) as len,' +
      ' convert(uncompress(bodies) using utf8mb4) as bodies, bodies as raw from webhookDelivery',
  )
  const stored: unknown = JSON.parse(String(row?.['bodies']))
  t.deepEqual(stored, [...bodies, { base64: bytes.toString('base64') }])
  t.like(row, { g: group, receivedTs: new Date(1_780_000_000_123), deliveries: 4, len: row?.['bytes'] })
  const raw = row?.['raw']
  t.true(Buffer.isBuffer(raw) && inflateSync(raw.subarray(4)).toString() === row?.['bodies'])
})

test.serial('a group that comes again is the same row, and groups of one commit stay apart', async (t) => {
  const { db, database } = await openTables()
  const ledger = createLedger(db)
  const groups = Array.from({ length: 50 }, groupName)
  const record = () =>
    Promise.all(groups.map((group, n) => ledger.record(group, [{ body: `body ${n}`, at: n + 1 }])))
  await record()
  await record()
  await createLedger(db).record(groups[0] ?? '', [{ body: 'body 0', at: 1 }])
  const rows = await database.query(
    'select lower(hex(groupKey)) as g, cast(uncompress(bodies) as char) as b from webhookDelivery order by receivedTs',
  )
  t.deepEqual(
    rows,
    groups.map((g, n) => ({ g, b: `["body ${n}"]` })),
  )
})

test.serial('takes a delivery of 4 MiB that cannot be compressed', async (t) => {
  const { db, database } = await openTables()
  const body = randomBytes(4 * 1024 * 1024).toString('base64')
  await createLedger(db).record(groupName(), [{ body, base64: true, at: 1 }])
  const [row] = await database.query('select length(uncompress(bodies)) as n from webhookDelivery')
  t.deepEqual(row, { n: body.length + '[{"base64":""}]'.length })
})

test.serial('deletes the oldest rows, a limited number in one call', async (t) => {
  const { db, database } = await openTables()
  const ledger = createLedger(db)
  await Promise.all([1, 2, 3, 4].map((at) => ledger.record(groupName(), [{ body: '{}', at: at * 1000 }])))
  const before = new Date(4000)
  t.deepEqual(
    [
      await ledger.purgeBefore(before, 2),
      await ledger.purgeBefore(before, 2),
      await ledger.purgeBefore(before, 2),
    ],
    [2, 1, 0],
  )
  t.deepEqual(await database.query('select receivedTs from webhookDelivery'), [{ receivedTs: before }])
})
