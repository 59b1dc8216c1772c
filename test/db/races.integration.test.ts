import test, { type ExecutionContext } from 'ava'
import { asPageId, asProfileId, asPsid } from '../../src/domain/ids.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { findOrCreateConversations } from '../../src/db/events/find-conversations.ts'
import { inTransaction } from '../../src/db/mysql/in-transaction.ts'
import { type Committed, createEventRecorder } from '../../src/db/record-events.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { at, comment, decodeAll, echo, message, pageId } from '../helpers/decoded.ts'

const writers = 8
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

async function openWriters(
  t: ExecutionContext,
  onCommitted: (committed: Committed) => void = () => undefined,
) {
  const database = await createTestDatabase()
  const pools = numbers(writers).map(() => createDatabase({ url: database.url, poolSize: 2 }))
  const open = pools.map((db) => createEventRecorder(db, { onCommitted }))
  const { events } = decodeAll([message('1', 'first', at(0))])
  await Promise.all(open.map((writer) => writer.record(events)))
  t.teardown(async () => {
    await Promise.all(pools.map((db) => db.destroy()))
    await database.drop()
  })
  return { database, open, pools }
}

test('eight writers that meet a customer at the same moment make one profile', async (t) => {
  const { database, open } = await openWriters(t)
  const people = numbers(40).map((n) => String(7000 + n))
  for (const round of numbers(3)) {
    const ids = people.map((id) => `${id}${round}`)
    await Promise.all(
      open.map((interactions, writer) => {
        const order = writer % 2 === 0 ? ids : ids.toReversed()
        const bodies = order.map((id) => message(id, `${id}-${writer}`, at(writer)))
        return interactions.record(decodeAll(bodies).events)
      }),
    )
    const mapped = await database.query(
      'select c.channelId, c.pId, p.pId as profile, f.lastInboundMsgTs from chan2Profile c' +
        ' join profile p using (pId) join profileFacebook f using (pId) where c.channelId like ? order by 1',
      [`____${round}`],
    )
    t.deepEqual(
      mapped,
      ids.toSorted().map((id) => ({
        channelId: id,
        pId: asProfileId(`facebook:${id}`),
        profile: `facebook:${id}`,
        lastInboundMsgTs: new Date(at(writers - 1)),
      })),
    )
  }
  const [rows] = await database.query("select count(*) as n from interaction where pId != 'facebook:1'")
  t.deepEqual(rows, { n: 3 * writers * people.length })
})

test('of the names that eight writers bring at the same moment, the latest is stored', async (t) => {
  const { database, open } = await openWriters(t)
  for (const round of numbers(8)) {
    const id = `77${round}`
    // The brand knew the customer, without a name and not from Facebook.
    await database.query("insert into chan2Profile (channelId, cidType, pId) values (?, 'facebook', ?)", [
      id,
      `crm-${round}`,
    ])
    await database.query('insert into profile (pId) values (?)', [`crm-${round}`])
    await Promise.all(
      open.map((interactions, writer) =>
        interactions.record(
          decodeAll([
            comment(`${id}-${writer}`, at(writer * 60), {
              from: { id, name: `Name${writer} Last${writer}` },
            }),
          ]).events,
        ),
      ),
    )
    const rows = await database.query(
      'select f.name, f.firstName as facebook, p.firstName, p.lastName from profileFacebook f join profile p using (pId) where f.pId = ?',
      [`crm-${round}`],
    )
    t.deepEqual(rows, [{ name: 'Name7 Last7', facebook: 'Name7', firstName: 'Name7', lastName: 'Last7' }])
  }
})

test('no conversation is lost when overlapping sets of new ones are made at once', async (t) => {
  const { pools } = await openWriters(t)
  for (const round of numbers(25)) {
    const everyone = numbers(60).map((n) => ({ pageId: asPageId(pageId), psid: asPsid(`${round}-${n}`) }))
    const found = await Promise.all(
      pools.map((db) => {
        const some = everyone.filter(() => Math.random() < 0.5)
        return inTransaction(db, async (transaction) => ({
          asked: some.length,
          ids: await findOrCreateConversations(transaction, some),
        }))
      }),
    )
    const idOf = new Map<string, string>()
    for (const { asked, ids } of found) {
      t.is(ids.size, asked)
      for (const [name, { id }] of ids) {
        t.is(idOf.get(name) ?? id, id)
        idOf.set(name, id)
      }
    }
  }
})

test('eight writers can record the same batch at once, each event in one row', async (t) => {
  const added: number[] = []
  const { database, open } = await openWriters(t, (committed) => added.push(committed.added))
  const batch = decodeAll(numbers(150).map((n) => echo(`80${n % 30}`, `e${n}`, at(n)))).events
  await Promise.all(open.map((interactions) => interactions.record(batch)))
  const counts = await database.query(
    'select (select count(*) from interaction) as i, (select count(*) from chanFacebookMessenger) as m,' +
      ' (select count(*) from pageMessage) as p, (select count(*) from conversation) as c',
  )
  t.deepEqual(counts, [{ i: 151, m: 151, p: 150, c: 30 }])
  t.is(
    added.reduce((sum, count) => sum + count, 0),
    151,
  )
})

test('a worker that meets a Page for the first time does not wait for rows that exist', async (t) => {
  const { database } = await openWriters(t)
  const [other, own] = numbers(2).map(() => createDatabase({ url: database.url, poolSize: 2 }))
  if (other === undefined || own === undefined) throw new RangeError('two were made')
  t.teardown(async () => await Promise.all([other.destroy(), own.destroy()]))
  const justStarted = createEventRecorder(own)
  await other.transaction().execute(async (transaction) => {
    await transaction.selectFrom('page').selectAll().forUpdate().execute()
    await transaction
      .selectFrom('profile')
      .selectAll()
      .where('pId', 'not like', asProfileId('facebook:%'))
      .forUpdate()
      .execute()
    await justStarted.record(decodeAll([message('2', 'while they are locked', at(1))]).events)
  })
  const [rows] = await database.query("select count(*) as n from interaction where pId = 'facebook:2'")
  t.deepEqual(rows, { n: 1 })
})
