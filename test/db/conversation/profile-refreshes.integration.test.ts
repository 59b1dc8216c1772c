import test from 'ava'
import { asPageId, asProfileId, asPsid } from '../../../src/domain/ids.ts'
import { createProfileRefreshes } from '../../../src/db/conversation/profile-refreshes.ts'
import { openTables } from '../../helpers/open-tables.ts'

const now = Date.UTC(2026, 10, 22, 12)
const day = 86_400_000
const customer = { pageId: asPageId('1001'), psid: asPsid('7'), pId: asProfileId('facebook:7') }

test.serial(
  'the profile of a customer who only commented is asked for after they write in Messenger',
  async (t) => {
    const { db } = await openTables()
    const refreshes = createProfileRefreshes(db, () => now)
    t.true(await refreshes.isFresh(customer), 'there is no conversation')
    await db
      .insertInto('conversation')
      .values({ pageId: asPageId('1001'), psid: asPsid('7') })
      .execute()
    t.true(await refreshes.isFresh(customer), 'there are comments only')
    await db
      .updateTable('conversation')
      .set({ lastInboundTs: String(now) })
      .execute()
    t.false(await refreshes.isFresh(customer))
  },
)

test.serial('a profile is fresh for a day, a refusal for seven', async (t) => {
  const { db } = await openTables()
  const clock = { at: now }
  const refreshes = createProfileRefreshes(db, () => clock.at)
  await db
    .insertInto('conversation')
    .values({ pageId: asPageId('1001'), psid: asPsid('7'), lastInboundTs: String(now) })
    .execute()
  const freshAfter = async (ms: number): Promise<boolean> => {
    clock.at = now + ms
    return await refreshes.isFresh(customer)
  }
  await refreshes.save(customer.pId, { isFound: false, because: 'unavailable' })
  t.deepEqual([await freshAfter(7 * day - 1), await freshAfter(7 * day)], [true, false])
  clock.at = now
  await refreshes.save(customer.pId, { isFound: true, profile: { firstName: 'Ada', raw: {} } })
  t.deepEqual([await freshAfter(day - 1), await freshAfter(day)], [true, false])
})
