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
    const { db } = await openKnown()
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
  const { db } = await openKnown()
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
  await db
    .insertInto('profileFacebook')
    .values({ pId: customer.pId, lastInboundMsgTs: new Date(now - 60_000) })
    .execute()
  await refreshes.save(customer, { isFound: false, because: 'unavailable' })
  t.deepEqual([await freshAfter(7 * day - 1), await freshAfter(7 * day)], [true, false])
  clock.at = now
  await refreshes.save(customer, { isFound: true, profile: { firstName: 'Ada', raw: {} } })
  t.deepEqual([await freshAfter(day - 1), await freshAfter(day)], [true, false])
})

test.serial('a refusal from before the customer wrote is asked for again at the first message', async (t) => {
  for (const because of ['unavailable', 'not_permitted'] as const) {
    const { db } = await openKnown()
    const clock = { at: now }
    const refreshes = createProfileRefreshes(db, () => clock.at)
    await db
      .insertInto('conversation')
      .values({ pageId: asPageId('1001'), psid: asPsid('7'), lastInboundTs: String(now) }) // a click on an ad
      .execute()
    const writes = async (ts: number) =>
      await db
        .insertInto('profileFacebook')
        .values({ pId: customer.pId, lastInboundMsgTs: new Date(ts) })
        .onDuplicateKeyUpdate({ lastInboundMsgTs: new Date(ts) })
        .execute()
    await refreshes.save(customer, { isFound: false, because })
    t.true(await refreshes.isFresh(customer), 'nothing new to ask')
    await writes(now + 5_000)
    clock.at = now + 6_000
    t.false(await refreshes.isFresh(customer), 'the customer wrote')
    await refreshes.save(customer, { isFound: false, because })
    await writes(now + 9_000)
    clock.at = now + 10_000
    t.true(await refreshes.isFresh(customer), 'this refusal counts')
    await writes(now + 20_000) // while Facebook is asked
    clock.at = now + 21_000
    await refreshes.save(customer, { isFound: false, because, tookMs: 2_000 })
    t.false(await refreshes.isFresh(customer))
  }
})

test.serial('a name that Facebook tells as a whole is kept in its parts', async (t) => {
  const { db, database } = await openKnown()
  const refreshes = createProfileRefreshes(db, () => now)
  await refreshes.save(customer, { isFound: true, profile: { name: 'Ada King Lovelace', raw: {} } })
  t.deepEqual(await database.query('select firstName, lastName from profile'), [
    { firstName: 'Ada', lastName: 'King Lovelace' },
  ])
})

async function openKnown() {
  const tables = await openTables()
  await tables.db
    .insertInto('chan2Profile')
    .values({ channelId: customer.psid, cidType: 'facebook', pId: customer.pId })
    .execute()
  return tables
}
