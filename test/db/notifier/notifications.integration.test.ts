import test from 'ava'
import { createNotifications } from '../../../src/db/notifier/notifications.ts'
import { createPageActivity } from '../../../src/db/notifier/page-activity.ts'
import { createDueChecks } from '../../../src/db/pages/due-checks.ts'
import { createRegisteredPages } from '../../../src/db/pages/registered-pages.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { type Fact, factKey } from '../../../src/domain/notification.ts'
import { slotMs } from '../../../src/domain/page-rhythm.ts'
import { at, comment, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { createRounds } from '../../../workers/notifier/rounds.ts'

const held = (id: string): Fact => ({
  kind: 'message_held',
  subject: id,
  pageId: asPageId('1001'),
  says: `held ${id}`,
})
const paused: Fact = { kind: 'page_paused', subject: '1001 token', pageId: asPageId('1001'), says: 'paused' }

async function open() {
  const { db } = await openTables()
  let nowMs = at(0)
  const notifications = createNotifications(db, () => nowMs)
  const states = async () =>
    (await db.selectFrom('notification').select(['says', 'state']).orderBy('id').execute()).map(
      ({ says, state }) => `${says} ${state}`,
    )
  return { db, notifications, states, pass: (ms: number) => (nowMs += ms), now: () => nowMs }
}

test.serial('a fact is told once to each receiver, also when two workers find it', async (t) => {
  const { notifications, states } = await open()
  const facts = [held('1'), held('2')]
  await Promise.all([notifications.record(facts, ['a', 'b']), notifications.record(facts, ['a', 'b'])])
  const claims = await Promise.all([1, 2, 3].map(() => notifications.claimDue('a', 10)))
  const ids = claims.flat().map(({ id }) => id)
  t.is(ids.length, 2)
  await notifications.settle(ids, 'sent')
  await notifications.record(facts, ['a', 'b'])
  t.deepEqual(await notifications.claimDue('a', 10), [])
  t.is((await notifications.claimDue('b', 10)).length, 2)
  t.deepEqual((await states()).toSorted(), ['held 1 sending', 'held 1 sent', 'held 2 sending', 'held 2 sent'])
})

test.serial('the claim of a worker that was killed is given up, and not posted again', async (t) => {
  const { notifications, states, pass } = await open()
  await notifications.record([held('1')], ['a'])
  t.is((await notifications.claimDue('a', 10)).length, 1)
  pass(30_000)
  t.is(await notifications.giveUpClaims(), 0, 'a POST may still be under way')
  pass(31_000)
  t.is(await notifications.giveUpClaims(), 1)
  t.deepEqual(await notifications.claimDue('a', 10), [])
  t.deepEqual(await states(), ['held 1 unclear'])
})

test.serial('a postponed fact is due again at its time, with its attempts', async (t) => {
  const { notifications, pass, now } = await open()
  await notifications.record([held('1')], ['a'])
  const [{ id, attempts } = { id: '', attempts: 0 }] = await notifications.claimDue('a', 10)
  t.is(attempts, 1)
  await notifications.postpone([id], now() + 5_000)
  t.is(await notifications.findNextDue('a'), now() + 5_000)
  t.deepEqual(await notifications.claimDue('a', 10), [])
  pass(5_000)
  t.like((await notifications.claimDue('a', 10))[0], { id, attempts: 2 })
})

test.serial('a lasting fact is told again only when it was over', async (t) => {
  const { notifications, states } = await open()
  for (let round = 0; round < 3; round += 1) await notifications.record([paused], ['a'])
  t.deepEqual(await notifications.findOpen(['page_paused']), new Set([factKey(paused)]))
  await notifications.end([factKey(paused)])
  t.deepEqual(await notifications.findOpen(['page_paused']), new Set())
  await notifications.record([paused], ['a'])
  t.is((await states()).length, 2)
})

test.serial(
  'a receiver that is added later is told of what lasts, and the others are not again',
  async (t) => {
    const { notifications, states, now } = await open()
    const run = async (...ids: readonly string[]) => {
      const rounds = createRounds({
        receivers: ids.map((id, place) => ({ id, url: `http://${id}`, place })),
        createCollectFacts: () => async () => ({ facts: [paused], paused: [], stored: () => undefined }),
        notifications,
        activity: {
          countNext: async () => false,
          findQuiet: async () => new Map(),
          purge: async () => undefined,
        },
        countWaiting: async () => [],
        nameOf: async () => 'Page',
        checkNextPage: async () => undefined,
        show: () => undefined,
        post: async (url) => (url === 'http://a' ? { is: 'refused', reason: 'status_404' } : { is: 'sent' }),
        onPosted: () => undefined,
        log: { warn: () => undefined, error: () => undefined },
        now,
      })
      await rounds.run()
      await rounds.run()
    }
    await run('a')
    t.deepEqual(await states(), ['paused failed'])
    await run('a', 'b')
    t.deepEqual(await states(), ['paused failed', 'paused sent'])
  },
)

test.serial('events of a Page are counted once, by their own time', async (t) => {
  const { db, record } = await openTables()
  const activity = createPageActivity(db)
  const pages = createRegisteredPages(db, { now: Date.now })
  await pages.register(asPageId(pageId))
  await record(comment('c1', at(1)), comment('c2', at(2)), comment('c3', at(700)))
  t.false(await activity.countNext(), 'all are counted')
  await record(comment('c4', at(701)))
  t.false(await activity.countNext(), 'all are counted')
  const first = Math.floor(at(0) / slotMs)
  const counts = new Map([
    [first, 2],
    [first + 1, 2],
  ])
  t.deepEqual(await activity.findQuiet(at(700) + 5 * slotMs), new Map([[asPageId(pageId), counts]]))
  t.deepEqual(await activity.findQuiet(at(700)), new Map())
  await pages.unregister(asPageId(pageId))
  t.deepEqual(await activity.findQuiet(at(700) + 5 * slotMs), new Map(), 'a Page that was removed')
  await activity.purge(at(0) + 400 * 24 * 3_600_000)
  t.deepEqual(await db.selectFrom('pageActivity').select('slot').execute(), [])
})

test.serial('each Page is checked once a day, an hour after it was added', async (t) => {
  const { db } = await openTables()
  const hourMs = 3_600_000
  const added = { firstSeenTs: new Date(at(0)), registeredTs: new Date(at(0)) }
  await db
    .insertInto('page')
    .values(['1', '2'].map((id) => ({ pageId: asPageId(id), ...added })))
    .execute()
  const checks = createDueChecks(db)
  t.is(await checks.claimNext(at(0) + hourMs / 2), undefined)
  const claimed = [await checks.claimNext(at(0) + 2 * hourMs), await checks.claimNext(at(0) + 2 * hourMs)]
  t.deepEqual(claimed.map(String).toSorted(), ['1', '2'])
  t.is(await checks.claimNext(at(0) + 25 * hourMs), undefined)
  await checks.postpone(asPageId('2'), at(0) + 25 * hourMs)
  t.is(await checks.claimNext(at(0) + 26 * hourMs), asPageId('1'), 'a day is over')
  t.is(await checks.claimNext(at(0) + 26 * hourMs), asPageId('2'), 'an hour is over')
})
