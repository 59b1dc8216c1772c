import test from 'ava'
import { findConsolePages } from '../../../src/db/console/pages.ts'
import { createRegisteredPages } from '../../../src/db/pages/registered-pages.ts'
import { asPageId, asProfileId } from '../../../src/domain/ids.ts'
import { openTables } from '../../helpers/open-tables.ts'

test.serial('a Page keeps the time it was first added, and can be paused and resumed', async (t) => {
  const { db, database } = await openTables()
  let now = Date.UTC(2026, 10, 1)
  const pages = createRegisteredPages(db, { now: () => now })
  await pages.register(asPageId('7'))
  const first = new Date(now)
  now += 1000
  await pages.register(asPageId('7'))
  t.deepEqual(await pages.list(), [{ pageId: asPageId('7'), firstSeenTs: first, registeredTs: first }])
  t.deepEqual(await database.query("select pId from profile where pId = 'page:7'"), [
    { pId: asProfileId('page:7') },
  ])
  await database.query("update page set heldUntil = 1800000000000, heldReason = 'token'")
  t.deepEqual((await pages.find(asPageId('7')))?.pausedUntil, new Date(1_800_000_000_000))
  await pages.endPause(asPageId('7'))
  await pages.unregister(asPageId('7'))
  t.deepEqual(await pages.find(asPageId('7')), { pageId: asPageId('7'), firstSeenTs: first })
})

test.serial(
  'a Page has its name until it is removed, also where it is added again without one',
  async (t) => {
    const { db, database } = await openTables()
    const pages = createRegisteredPages(db)
    await database.query("insert into conversation (pageId, psid) values ('8', '1')")
    await pages.register(asPageId('8'), 'Café 8')
    await pages.register(asPageId('8'))
    t.deepEqual(await findConsolePages(db), [{ pageId: '8', name: 'Café 8' }])
    await pages.unregister(asPageId('8'))
    t.deepEqual(await findConsolePages(db), [{ pageId: '8' }])
  },
)
