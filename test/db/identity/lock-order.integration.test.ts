import test from 'ava'
import { sql } from 'kysely'
import { addIds, findIdRows, holdIds, toFreshRow } from '../../../src/db/identity/customer-ids.ts'
import { noteFirstOfUnlinked } from '../../../src/db/identity/first-times.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { asProfileId, asPsid } from '../../../src/domain/ids.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { until } from '../../helpers/until.ts'

const people = ['101', '102', '103'].map((value) => ({ kind: 'facebook', value }))
const others = [
  { kind: 'email', value: '0@example.com' },
  { kind: 'customer', value: '1' },
]

test('ids of Facebook are locked before all others: a batch of events holds its people first', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 3 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  await db.transaction().execute((transaction) => holdIds(transaction, [...people, ...others]))
  const resolved = await db.transaction().execute(async (batch) => {
    await findIdRows(batch, people.slice(0, 1), 'share')
    const resolving = db
      .transaction()
      .execute((transaction) => findIdRows(transaction, [...others, ...people], 'update'))
    await until('the other transaction to wait for the lock', async () => {
      const { rows } = await sql`select 1 from information_schema.processlist
        where db = database() and id <> connection_id() and info like '%for update%'`.execute(db)
      return rows.length > 0
    })
    for (const other of others) t.is((await findIdRows(batch, [other], 'share')).size, 1, other.kind)
    return { resolving }
  })
  t.is((await resolved.resolving).size, people.length + others.length)
})

test('ids that another transaction has made are told from new ones, also where some of them are as they are to be', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 2 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  const wanted = others.map((key) => toFreshRow(key))
  await db.transaction().execute((transaction) => addIds(transaction, wanted))
  const [same, other] = wanted
  if (same === undefined || other === undefined) return t.fail()
  const rows = [same, { ...other, pId: asProfileId('facebook:101'), originPId: other.pId }]
  await t.throwsAsync(
    db.transaction().execute((transaction) => addIds(transaction, rows)),
    { code: 'database_busy' },
  )
})

const setFirst = (where: string) => sql`update chan2Profile set firstTs = 8000 where ${sql.raw(where)}`

test('first times that meet a deadlock are noted all the same', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 3 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  const ids = ['101', '102']
  await database.query('insert into chan2Profile (channelId, cidType, pId, firstTs) values ?', [
    [...ids, ...Array.from({ length: 50 }, (_, n) => String(200 + n))].map((id) => [
      id,
      'facebook',
      `facebook:${id}`,
      9_000,
    ]),
  ])
  const { noting } = await db.transaction().execute(async (transaction) => {
    await setFirst("cidType = 'facebook' and channelId >= '102'").execute(transaction) // the other one is the lighter
    const earlier = noteFirstOfUnlinked(
      db,
      ids.map((id) => ({ id: asPsid(id), ts: 7_000 })),
    )
    await until('the other statement to wait for the lock', async () => {
      const { rows } = await sql`select 1 from information_schema.processlist
        where db = database() and id <> connection_id() and info like '%case channelId%'`.execute(db)
      return rows.length > 0
    })
    await setFirst("cidType = 'facebook' and channelId = '101'").execute(transaction)
    return { noting: earlier }
  })
  t.true(await noting)
})
