import test from 'ava'
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
