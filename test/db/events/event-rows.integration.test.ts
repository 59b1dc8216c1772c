import test from 'ava'
import { sql, type Transaction } from 'kysely'
import { insertEvents } from '../../../src/db/events/event-rows.ts'
import { findOrCreatePeople } from '../../../src/db/events/people.ts'
import { inTransaction } from '../../../src/db/mysql/in-transaction.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import type { PageEvent } from '../../../src/domain/event.ts'
import { at, comment, decodeAll, fromPerson, message, messengerBody } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const standby = (psid: string, mid: string, ts: number) =>
  messengerBody({ ...fromPerson(psid, ts), message: { mid, text: `text of ${mid}` } }, 'standby')

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => message(`6${index % 7}`, `m${from + index}`, at(from + index)))

async function insert(transaction: Transaction<Database>, events: readonly PageEvent[]) {
  return await insertEvents(transaction, events, await findOrCreatePeople(transaction, events))
}

async function open() {
  const { database, db } = await openTables()
  return {
    /** Statements before the events are in the same transaction. */
    insert: async (bodies: readonly string[], before: readonly string[] = []) =>
      await inTransaction(db, async (transaction) => {
        for (const statement of before) await sql.raw(statement).execute(transaction)
        return await insert(transaction, decodeAll(bodies).events)
      }),
    async idsInTable() {
      const rows = await database.query('select lower(hex(eventKey)) k, kwInteractionId id from interaction')
      return new Map(rows.map(({ k, id }) => [String(k), String(id)]))
    },
    standbys: async () =>
      (await database.query('select standby from interaction order by ts')).map((row) => row['standby']),
    /** Interactions whose row of the channel is not theirs. */
    strays: () =>
      database.query(`select i.kwInteractionId from interaction i
        left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId and m.timestamp = i.ts
        left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
        where coalesce(m.kwInteractionId, f.kwInteractionId) is null`),
  }
}

test.serial(
  'each event has its own id, with any number of events, on a server that leaves gaps, too',
  async (t) => {
    for (const before of [[], ['set auto_increment_increment = 3, auto_increment_offset = 2']]) {
      const tables = await open()
      let from = 0
      for (const count of [1, 2, 17, 130, 700]) {
        const { ids, added } = await tables.insert(
          [...numbered(count, from), comment(`c${from}`, at(from))],
          before,
        )
        const stored = await tables.idsInTable()
        t.is(added, count + 1)
        t.is(ids.size, count + 1)
        for (const [key, id] of ids) t.is(stored.get(key), id)
        from += count
      }
      t.deepEqual(await tables.strays(), [])
    }
  },
)

test.serial('events that are there already keep their ids among new ones, and are not counted', async (t) => {
  const tables = await open()
  const first = await tables.insert(numbered(20))
  for (const [again, fresh] of [
    [20, 0],
    [3, 20],
    [1, 1],
    [1, 600],
  ] as const) {
    const from = 1_000 * fresh + again
    const { ids, added } = await tables.insert([...numbered(again), ...numbered(fresh, from)])
    t.is(added, fresh)
    const stored = await tables.idsInTable()
    for (const [key, id] of ids) t.is(stored.get(key), id)
    for (const [key, id] of first.ids) t.is(stored.get(key), id)
  }
  // The ends of the statement are new, and those between them are not.
  const between = await tables.insert(numbered(2, 900_004))
  const { ids, added } = await tables.insert(numbered(10, 900_000))
  t.is(added, 8)
  const stored = await tables.idsInTable()
  for (const [key, id] of [...ids, ...between.ids]) t.is(stored.get(key), id)
  t.deepEqual(await tables.strays(), [])
})

test.serial(
  'transactions that insert some of the same events at once know the ids of all of theirs',
  async (t) => {
    const tables = await open()
    for (let round = 0; round < 6; round += 1) {
      const from = round * 1_000
      const all = await Promise.all(
        [0, 1, 2, 3, 4].map((part) =>
          tables.insert(numbered(150, from + part * (round % 2 === 0 ? 40 : 150))),
        ),
      )
      const stored = await tables.idsInTable()
      for (const { ids } of all) for (const [key, id] of ids) t.is(stored.get(key), id)
      t.is(
        all.reduce((sum, { added }) => sum + added, 0),
        round % 2 === 0 ? 310 : 750,
      )
    }
    t.deepEqual(await tables.strays(), [])
  },
)

test.serial('a row that learns of its event outside standby is no new one, and hides no other', async (t) => {
  const tables = await open()
  const seen = [standby('61', 's1', at(1)), message('61', 'm2', at(2)), standby('61', 's3', at(3))]
  await tables.insert(seen)
  t.deepEqual(await tables.standbys(), [1, 0, 1])
  const repeated = [message('61', 's1', at(1)), message('61', 'm2', at(2)), standby('61', 's3', at(3))]
  const { ids, added } = await tables.insert([...repeated, message('61', 'm4', at(4))])
  t.is(added, 1)
  t.deepEqual(await tables.standbys(), [0, 0, 1, 0])
  const stored = await tables.idsInTable()
  for (const [key, id] of ids) t.is(stored.get(key), id)
  t.deepEqual(await tables.strays(), [])
})

test.serial('the rows of new events are not looked up by their keys', async (t) => {
  const { db } = await openTables()
  const { events } = decodeAll(numbered(300))
  const steps = await db.transaction().execute(async (transaction) => {
    const people = await findOrCreatePeople(transaction, events)
    const count = async () => {
      const { rows } = await sql<{ Value: string }>`show session status like 'Handler_read_key'`.execute(
        transaction,
      )
      return Number(rows[0]?.Value)
    }
    const before = await count()
    await insertEvents(transaction, events, people)
    return (await count()) - before
  })
  t.true(steps < 50, `${steps} steps in indexes`)
})
