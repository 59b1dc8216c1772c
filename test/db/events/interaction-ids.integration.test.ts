import test from 'ava'
import { sql } from 'kysely'
import { findOnAnyDay } from '../../../src/db/events/interaction-ids.ts'
import { keyOf } from '../../../src/domain/event-key.ts'
import { openTables } from '../../helpers/open-tables.ts'

const days = [
  '2026-11-28',
  '2026-11-27',
  '2026-10-30',
  '2026-10-27',
  '2025-12-01',
  '2025-07-04',
  '1970-01-01',
]

test.serial('finds events of any day, from one that has many rows to one of decades ago', async (t) => {
  const { db, database } = await openTables()
  const keys = days.map((day) => keyOf(day))
  const add =
    'insert into interaction (pId, channel, interactionType, ts, pageId, eventDay, eventKey) values '
  const row = "('p', 'facebookFeed', 'comment', '2026-11-28', '1', ?, unhex(?))"
  const many = Array.from({ length: 5_000 }, (_, index) => [days[0], keyOf(`other ${index}`)])
  const all = [...days.map((day, index) => [day, keys[index]]), ...many]
  await database.query(add + all.map(() => row).join(), all.flat())
  const find = (wanted: readonly string[]) => db.transaction().execute((of) => findOnAnyDay(of, wanted))
  const ids = await database.query('select hex(eventKey) eventKey, kwInteractionId id from interaction')
  const idOf = new Map(ids.map(({ eventKey, id }) => [String(eventKey).toLowerCase(), String(id)]))
  for (const key of keys) t.deepEqual([...(await find([key]))], [[key, idOf.get(key)]])
  t.deepEqual([...(await find([...keys, keyOf('never recorded')])).keys()].toSorted(), keys.toSorted())
})

test.serial(
  'an event that was never recorded costs some steps in the index for each day, not for each row',
  async (t) => {
    const { db, database } = await openTables()
    const row = "('p', 'facebookFeed', 'comment', '2026-11-28', '1', ?, unhex(?))"
    const add =
      'insert into interaction (pId, channel, interactionType, ts, pageId, eventDay, eventKey) values '
    const many = Array.from({ length: 5_000 }, (_, index) => [days[index % 3], keyOf(`other ${index}`)])
    await database.query(add + many.map(() => row).join(), many.flat())
    const steps = await db.transaction().execute(async (transaction) => {
      const count = async () => {
        const { rows } = await sql<{ Value: string }>`show session status like 'Handler_read%'`.execute(
          transaction,
        )
        return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
      }
      const before = await count()
      t.is((await findOnAnyDay(transaction, [keyOf('never recorded')])).size, 0)
      return (await count()) - before
    })
    t.true(steps < 500, `${steps} steps`)
  },
)
