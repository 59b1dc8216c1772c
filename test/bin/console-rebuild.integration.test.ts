import test from 'ava'
import { rebuildWhenFree } from '../../bin/console/rebuild-inbox.ts'
import { createLease } from '../../src/db/console/inbox/lease.ts'
import { at, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { openTables } from '../helpers/open-tables.ts'

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
  await t.throwsAsync(rebuildWhenFree(db, 0), { code: 'command_refused' })
  t.is((await database.query('select 1 from inboxEntry where conversationId = 77')).length, 1)
  await console.release()
  await rebuildWhenFree(db, 0)
  t.deepEqual(await database.query('select pId, lastText from inboxEntry'), [
    { pId: 'facebook:601', lastText: 'hello' },
  ])
  t.deepEqual(await database.query('select text from conversationNote'), [{ text: 'tea' }])
  t.deepEqual(await database.query('select holder from consoleLease'), [])
})
