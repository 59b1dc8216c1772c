import test from 'ava'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { markPresence } from '../../src/db/console/inbox/presence.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import { liveEvents } from '../../console/api/live.ts'
import type { LiveEvent } from '../../console/server/http/event-stream.ts'
import { type InboxFeed, startInboxFeed } from '../../console/server/live.ts'
import { at, decodeAll, delivery, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { openTables } from '../helpers/open-tables.ts'
import { until } from '../helpers/until.ts'

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
