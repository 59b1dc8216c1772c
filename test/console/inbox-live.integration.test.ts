import test from 'ava'
import { closeCustomer } from '../../src/db/privacy/close-customer.ts'
import { createForgetRuns } from '../../src/db/privacy/forget-runs.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { markPresence } from '../../src/db/console/inbox/presence.ts'
import { asProfileId, type ConversationId } from '../../src/domain/ids.ts'
import { liveEvents } from '../../console/api/live.ts'
import type { LiveEvent } from '../../console/server/http/event-stream.ts'
import { type InboxFeed, startInboxFeed } from '../../console/server/live.ts'
import { at, decodeAll, delivery, echo, message, read } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { openTables } from '../helpers/open-tables.ts'
import { until } from '../helpers/until.ts'

const secretKeys = [Buffer.alloc(32, 7).toString('base64')]

/** What a page was told, decoded as the page does. */
function listen({ live }: InboxFeed, userId: string, conversationId?: string) {
  const gone = new AbortController()
  const told: LiveEvent[] = []
  const user = { id: userId, email: 'a@example.com', name: 'A', role: 'agent', sessionId: '1' } as const
  const ended = (async () => {
    for await (const event of live.open({ user, conversationId, signal: gone.signal })) told.push(event)
  })()
  return {
    told,
    texts: () =>
      told.flatMap(({ event, data }) =>
        event === 'conversations'
          ? liveEvents.conversations.parse(data).items.map(({ lastText }) => lastText)
          : [],
      ),
    messages: () =>
      told.flatMap(({ event, data }) =>
        event === 'messages' ? liveEvents.messages.parse(data).messages : [],
      ),
    heads: () =>
      told.flatMap(({ event, data }) =>
        event === 'conversation' ? [liveEvents.conversation.parse(data)] : [],
      ),
    removed: () =>
      told.flatMap(({ event, data }) =>
        event === 'removed' ? liveEvents.removed.parse(data).conversationIds : [],
      ),
    counts: () =>
      told.flatMap(({ event, data }) => (event === 'counts' ? [liveEvents.counts.parse(data).counts] : [])),
    async leave(): Promise<void> {
      gone.abort()
      await ended
    },
  }
}

test.serial(
  'open pages are told of messages, receipts, counts and of who else is there, by each console',
  async (t) => {
    const { db, database, receipts } = await openTables()
    const other = createDatabase({ url: database.url, poolSize: 3 })
    const errors: unknown[] = []
    const onError = (error: unknown) => errors.push(error)
    await database.query(
      `insert into consoleUser (id, email, name, role, createdTs) values (1, 'a', 'Ann', 'agent', 0), (2, 'b', 'Ben', 'agent', 0)`,
    )
    const tracking = createTracking(db, Date.now)
    await tracking.record(decodeAll([message('601', 'm1', at(1), 'hello')]).events)
    const feed = startInboxFeed({ db, onError, liveMs: 10, idleMs: 50 })
    const second = startInboxFeed({ db: other, onError, liveMs: 10, idleMs: 50 })
    await until(
      'the Inbox to be filled',
      async () => (await database.query('select 1 from inboxEntry')).length === 1,
    )
    const [row] = await database.query('select conversationId as id from inboxEntry')
    const id = String(row?.['id'])

    const [ann, ben] = [listen(feed, '1', id), listen(second, '2')]
    await until('the open conversation', () => ann.messages().length === 1)
    await tracking.record(decodeAll([message('601', 'm2', at(2), 'are you there?')]).events)
    await until('the list of the console that fills it', () => ann.texts().includes('are you there?'))
    await until('the list of the other console', () => ben.texts().includes('are you there?'))
    await until('the message', () => ann.messages().some(({ text }) => text === 'are you there?'))
    await until('the counts', () => ann.counts().some(({ all, bot }) => all === 1 && bot === 1))
    t.deepEqual(ben.messages(), [], 'Ben has no conversation open')

    await database.query(
      `insert into interaction (pId, channel, interactionType, ts, direction, pageId)
      select pId, channel, 'echo', '2026-06-01 08:00:03', 'out', pageId from interaction limit 1`,
    )
    await database.query(
      `insert into chanFacebookMessenger (kwInteractionId, mid, text) select max(kwInteractionId), 'e1', 'Yes' from interaction`,
    )
    await until('the echo', () => ann.messages().some(({ text }) => text === 'Yes'))
    await database.query(
      `update chanFacebookMessenger set deliveredTs = '2026-06-01 08:00:04' where mid = 'e1'`,
    )
    await receipts.record(decodeAll([delivery('601', at(4), ['e1'])]).receipts)
    await until('the receipt', () => ann.messages().some(({ deliveredTs }) => deliveredTs === at(4)))

    await markPresence(db, {
      conversationId: id as ConversationId,
      userId: '2',
      untilTs: Date.now() + 60_000,
      typingUntilTs: Date.now() + 60_000,
    })
    await until('Ben to be seen', () =>
      ann.heads().some(({ present }) => present.some(({ name }) => name === 'Ben')),
    )
    t.deepEqual(ann.heads().at(-1)?.present, [{ id: '2', name: 'Ben', isTyping: true }])

    await Promise.all([ann.leave(), ben.leave()])
    await feed.stop()
    await tracking.record(decodeAll([message('602', 'm5', at(9), 'anyone?')]).events)
    await until('the other console to take over', async () => {
      const rows = await database.query(`select 1 from inboxEntry where lastText = 'anyone?'`)
      return rows.length === 1
    })
    await second.stop()
    await other.destroy()
    t.deepEqual(errors, [])
  },
)

test.serial(
  'of two consoles, the one that does not fill the Inbox tells of receipts, ends and forgotten customers too',
  async (t) => {
    const { db, database, receipts } = await openTables()
    const other = createDatabase({ url: database.url, poolSize: 3 })
    const errors: unknown[] = []
    const onError = (error: unknown) => errors.push(error)
    await database.query(
      `insert into consoleUser (id, email, name, role, createdTs) values (1, 'a', 'Ann', 'agent', 0), (2, 'b', 'Ben', 'agent', 0)`,
    )
    const tracking = createTracking(db, Date.now)
    await tracking.record(
      decodeAll([message('601', 'm1', at(1)), echo('601', 'e1', at(2)), message('602', 'm2', at(3))]).events,
    )
    // No page is open at the first one, which fills the Inbox: it is to notice the page of the other one.
    const leader = startInboxFeed({ db, onError, liveMs: 10, idleMs: 60_000 })
    await until(
      'the Inbox to be filled',
      async () => (await database.query('select 1 from inboxEntry')).length === 2,
    )
    const follower = startInboxFeed({ db: other, onError, liveMs: 10, idleMs: 60_000 })
    const rows = await database.query(
      `select e.conversationId as id, e.pId from inboxEntry e order by e.conversationId`,
    )
    const [id, forgotten] = rows.map((row) => String(row['id']))
    const ben = listen(follower, '2', id)
    await until('the open conversation', () => ben.messages().length === 2)

    await receipts.record(decodeAll([delivery('601', at(4), ['e1'])]).receipts)
    await until('delivered', () => ben.messages().some(({ deliveredTs }) => deliveredTs !== undefined))
    await receipts.record(decodeAll([read('601', at(5))]).receipts)
    await until('read', () => ben.messages().some(({ readTs }) => readTs !== undefined))
    const [holder] = await database.query(`select count(*) as held from consoleLease where name = 'inbox'`)
    t.is(Number(holder?.['held']), 1)

    const ann = listen(leader, '1')
    const runs = createForgetRuns(db, createSecretBox(secretKeys), Date.now)
    const tombstones = createTombstones(createIdDigests(secretKeys))
    const pId = asProfileId(String(rows[1]?.['pId']))
    t.truthy(await closeCustomer(db, pId, { runs, tombstones, now: Date.now }, { reason: 'operator' }))
    for (const page of [ann, ben])
      await until('the forgotten customer to leave', () => page.removed().includes(forgotten ?? ''))
    t.deepEqual([...new Set([...ann.removed(), ...ben.removed()])], [forgotten])

    await Promise.all([ann.leave(), ben.leave()])
    await Promise.all([leader.stop(), follower.stop()])
    t.deepEqual(await database.query('select name from consoleLease'), [])
    await other.destroy()
    t.deepEqual(errors, [])
  },
)
