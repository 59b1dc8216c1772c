import test from 'ava'
import { rebuildWhenFree } from '../../bin/console/rebuild.ts'
import { createLease } from '../../src/db/console/inbox/lease.ts'
import { at, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { openTurn } from '../helpers/insight-history.ts'
import { openTables } from '../helpers/open-tables.ts'

const atOnce = { inbox: 0, insights: 0 }

test.serial('the Inbox is built again, notes stay, and a console that runs is not disturbed', async (t) => {
  const { db, database } = await openTables()
  await createTracking(db, Date.now).record(decodeAll([message('601', 'm1', at(1), 'hello')]).events)
  await database.query(`insert into inboxEntry (conversationId, pageId, pId, channel, state, lastTs, lastBy, unanswered, writtenTs)
    values (77, '1', 'gone', 'feed', 'bot', 1, 'customer', 0, 1)`)
  await database.query(
    `insert into conversationNote (conversationId, userId, ts, text) values (1, 1, 1, 'tea')`,
  )
  const console = createLease(db, { name: 'inbox', heldMs: 60_000 })
  t.true(await console.hold())
  await t.throwsAsync(rebuildWhenFree(db, atOnce), { code: 'command_refused' })
  t.is((await database.query('select 1 from inboxEntry where conversationId = 77')).length, 1)
  await console.release()
  await rebuildWhenFree(db, atOnce)
  t.deepEqual(await database.query('select pId, lastText from inboxEntry'), [
    { pId: 'facebook:601', lastText: 'hello' },
  ])
  t.deepEqual(await database.query('select text from conversationNote'), [{ text: 'tea' }])
  t.deepEqual(await database.query('select holder from consoleLease'), [])
})

test.serial('the numbers are counted again from the tables, unless a console counts them', async (t) => {
  const { db, database, record } = await openTables()
  await record(message('601', 'm1', at(1), 'hello'), message('602', 'm2', at(90_000)))
  await openTurn(database, { mid: 'm1', psid: '601', outcome: 'answered', scene: 'hours', asks: 'hours.day' })
  const numbers = () =>
    database.query('select * from insightHour order by metric, hour, pageId, language, part, bucket')
  await rebuildWhenFree(db, atOnce)
  const counted = await numbers()
  t.true(counted.some(({ metric, part }) => metric === 'questions' && part === 'hours.day'))
  await database.query('update insightHour set amount = amount + 1')
  await database.query("delete from insightHour where metric = 'scenes'")
  await database.query("insert into insightHour values ('funnel', 1, 'all', 'all', 'gone', 0, 5)")

  const console = createLease(db, { name: 'insights', heldMs: 60_000 })
  t.true(await console.hold())
  await t.throwsAsync(rebuildWhenFree(db, atOnce), { code: 'command_refused' })
  t.notDeepEqual(await numbers(), counted)
  await console.release()

  await rebuildWhenFree(db, atOnce)
  t.deepEqual(await numbers(), counted)
  t.deepEqual(await database.query('select holder from consoleLease'), [])
})
