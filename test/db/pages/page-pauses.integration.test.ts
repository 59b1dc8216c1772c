import test from 'ava'
import { createPagePauses } from '../../../src/db/pages/page-pauses.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { openTables } from '../../helpers/open-tables.ts'

const pageId = asPageId('7')
const now = Date.UTC(2026, 10, 28, 12)

test.serial('a pause is found until its end, also by a worker that did not store it', async (t) => {
  const { db } = await openTables()
  const pause = { untilMs: now + 60_000, reason: 'throttled' } as const
  t.is(await createPagePauses(db).find(pageId, now), undefined)
  await createPagePauses(db).pause(pageId, pause)
  t.deepEqual(await createPagePauses(db).find(pageId, now), pause)
  t.is(await createPagePauses(db).find(pageId, now + 60_000), undefined)
  t.is(await createPagePauses(db).find(asPageId('8'), now), undefined)
})

test.serial('the longer pause stays, and a pause for another token replaces it', async (t) => {
  const { db } = await openTables()
  const pauses = createPagePauses(db)
  const long = { untilMs: now + 3_600_000, reason: 'token', tokenDigest: 'of the old' } as const
  await pauses.pause(pageId, long)
  await pauses.pause(pageId, { ...long, untilMs: now + 1_000 })
  t.deepEqual(await pauses.find(pageId, now), long)
  const ofNew = { untilMs: now + 2_000, reason: 'token', tokenDigest: 'of the new' } as const
  await pauses.pause(pageId, ofNew)
  t.deepEqual(await pauses.find(pageId, now), ofNew)
})

test.serial('a pause of another worker is seen half a second later', async (t) => {
  const { db } = await openTables()
  const [one, other] = [createPagePauses(db), createPagePauses(db)]
  t.is(await one.find(pageId, now), undefined)
  const pause = { untilMs: now + 60_000, reason: 'policy_block' } as const
  await other.pause(pageId, pause)
  t.is(await one.find(pageId, now + 499), undefined)
  t.deepEqual(await one.find(pageId, now + 500), pause)
})

test.serial('a row with an unknown reason is a pause all the same', async (t) => {
  const { db, database } = await openTables()
  await createPagePauses(db).pause(pageId, { untilMs: now + 60_000, reason: 'throttled' })
  await database.query("update page set heldReason = 'of another version' where pageId = '7'")
  t.deepEqual(await createPagePauses(db).find(pageId, now), { untilMs: now + 60_000, reason: 'throttled' })
})
