import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import test from 'ava'
import { createThreadControl } from '../../../src/db/conversation/thread-control.ts'
import { countWaiting, findWaiting } from '../../../src/db/conversation/waiting.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { findHandOvers, findHeld } from '../../../src/db/notifier/find-facts.ts'
import { createNotifications } from '../../../src/db/notifier/notifications.ts'
import { asConversationId, asPageId, asPsid } from '../../../src/domain/ids.ts'
import { insertExpired } from '../../bin/commands/expired-message.ts'
import { at } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const monthSeconds = 30 * 24 * 3_600
const look = { since: at(0), limit: 10 }

test.serial(
  'customers who were handed over and messages that are held are found once they are',
  async (t) => {
    const { db } = await openTables()
    const id = await insertExpired(db, { psid: '7', ts: at(-60) })
    const [{ id: conversationId } = { id: asConversationId('0') }] = await db
      .selectFrom('conversation')
      .select('id')
      .execute()
    t.deepEqual([await findHandOvers(db, look), await findHeld(db, look)], [[], []])
    const threadControl = createThreadControl(db)
    await threadControl.handOver(conversationId, { ts: at(1), causedTs: at(-1), until: at(90) })
    await db
      .updateTable('outbound')
      .set({ state: 'held', settledTs: String(at(2)) })
      .where('id', '=', id)
      .execute()
    const thread = { conversationId, pageId: asPageId('1001'), psid: asPsid('7') }
    const found = { ...thread, waitingTs: at(-1), handOverTs: at(1), isRefused: false }
    t.deepEqual(await findHandOvers(db, look), [found])
    t.deepEqual(await findHeld(db, look), [{ id, conversationId, pageId: thread.pageId, settledTs: at(2) }])
    await threadControl.handOver(conversationId, { ts: at(3), causedTs: at(-1), until: at(90) })
    t.deepEqual(await findHandOvers(db, look), [found], 'a worker died before it settled the hand-over')
    await threadControl.refuseHandOver(conversationId, { ts: at(4), causedTs: at(-1) })
    t.like((await findHandOvers(db, look))[0], { handOverTs: at(4), isRefused: true })
    t.deepEqual(await findHandOvers(db, { ...look, since: at(4) }), [])
    await threadControl.giveBack(conversationId, at(5))
    t.deepEqual(await findHandOvers(db, look), [], 'an agent has come meanwhile')
  },
)

test.serial('a hand-over is found also where an old wait was never served', async (t) => {
  const { db } = await openTables()
  await insertExpired(db, { psid: '7', ts: at(0) })
  const { id } = await db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
  const threadControl = createThreadControl(db)
  const week = 7 * 24 * 3_600
  await threadControl.handOver(id, { ts: at(1), causedTs: at(0), until: at(90) })
  const later = { ts: at(2 * week + 1), causedTs: at(2 * week), until: at(2 * week + 90) }
  await threadControl.handOver(id, later)
  const found = await findHandOvers(db, { since: at(2 * week), limit: 10 })
  t.like(found[0], { waitingTs: later.causedTs, handOverTs: later.ts })
  t.is((await findWaiting(db, { now: later.ts, limit: 10 })).length, 1)
})

test.serial('no query of a round reads a table whole', async (t) => {
  const { db, database } = await openTables()
  await db
    .insertInto('conversation')
    .values(
      Array.from({ length: 3_000 }, (_, n) => ({
        pageId: asPageId('1001'),
        psid: asPsid(`${n}`),
        // Half of the threads ended long ago with words that nobody had to answer.
        ...(n % 2 === 0
          ? {}
          : { waitingTs: String(at(-monthSeconds)), handOverTs: String(at(-monthSeconds)) }),
      })),
    )
    .execute()
  await insertExpired(db, { psid: 'x', ts: at(0) })
  for (const table of ['conversation', 'outbound', 'notification'])
    await database.query(`analyze table ${table}`)
  const statements: string[] = []
  const pool = createPool({ uri: database.url, timezone: 'Z' })
  const logged = new Kysely<Database>({
    dialect: new MysqlDialect({ pool }),
    log({ query: { sql, parameters } }) {
      if (sql.startsWith('select')) statements.push(pool.format(sql, [...parameters]))
    },
  })
  t.teardown(() => logged.destroy())
  await findHandOvers(logged, look)
  await findHeld(logged, look)
  await findWaiting(logged, { now: at(0), limit: 10 })
  await countWaiting(logged, at(0))
  const notifications = createNotifications(logged, () => at(0))
  await notifications.claimDue('a', 20)
  await notifications.findNextDue('a')
  t.is(statements.length, 6)
  for (const statement of statements)
    for (const { rows } of await database.query(`explain format=traditional ${statement}`))
      t.true(Number(rows ?? 0) <= 10, `${String(rows)} rows: ${statement}`)
})
