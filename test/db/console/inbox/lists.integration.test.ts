import test from 'ava'
import { countConversations } from '../../../../src/db/console/inbox/count-conversations.ts'
import { findItems } from '../../../../src/db/console/inbox/find-items.ts'
import { listConversations } from '../../../../src/db/console/inbox/list-conversations.ts'
import { type ListFilter, listStates } from '../../../../src/db/console/inbox/list-filter.ts'
import { readMessages } from '../../../../src/db/console/inbox/read-messages.ts'
import { asPageId, type ConversationId } from '../../../../src/domain/ids.ts'
import { comment, message, pageId } from '../../../helpers/decoded.ts'
import { openTables } from '../../../helpers/open-tables.ts'

const thePage = asPageId(pageId)
const other = asPageId('9')

/** Thirty conversations, of which each third waits, has a rare intent or is assigned. */
async function open() {
  const { db, database, record } = await openTables()
  const rows = Array.from({ length: 30 }, (_, index) => {
    const id = index + 1
    const lastTs = 1_000 + Math.floor(index / 2) // always two of the same time
    return {
      conversationId: String(id) as ConversationId,
      pageId: id % 5 === 0 ? other : thePage,
      pId: `facebook:${id}`,
      channel: id % 2 === 0 ? 'feed' : 'messenger',
      state: id % 3 === 0 ? 'waiting' : 'bot',
      lastTs,
      lastBy: 'customer',
      lastText: `text ${id}`,
      unanswered: 1,
      language: id % 4 === 0 ? 'de' : 'en',
      intent: id === 7 ? 'rare' : 'order',
      scene: 'menu',
      assignedTo: id === 8 ? 3 : null,
      waitingTs: id % 3 === 0 ? 5_000 - id : null,
      botTs: id % 3 === 0 ? null : lastTs,
      writtenTs: 1,
    }
  })
  for (const row of rows) await database.query('insert into inboxEntry set ?', [row])
  for (const { conversationId: id } of rows)
    await database.query(`insert into inboxWord values (?, 'coffee', 20260601), (?, ?, 0)`, [
      id,
      id,
      `name${id}`,
    ])
  return { db, database, record, rows }
}

test.serial('each list has its order, and its pages have every conversation once', async (t) => {
  const { db, rows } = await open()
  const whole = async (filter: Partial<ListFilter>): Promise<number[]> => {
    const found: number[] = []
    for (let cursor: string | undefined; ;) {
      const { ids, next } = await listConversations(db, { state: 'all', limit: 4, ...filter, cursor })
      found.push(...ids.map(Number))
      if (next === undefined) return found
      cursor = next
    }
  }
  const newest = rows
    .toSorted((a, b) => b.lastTs - a.lastTs || Number(b.conversationId) - Number(a.conversationId))
    .map((row) => ({ ...row, id: Number(row.conversationId) }))
  const idsOf = (is: (row: (typeof newest)[number]) => boolean) => newest.filter(is).map(({ id }) => id)
  t.deepEqual(
    await whole({}),
    idsOf(() => true),
  )
  t.deepEqual(
    await whole({ state: 'bot' }),
    idsOf(({ state }) => state === 'bot'),
  )
  t.deepEqual(
    await whole({ state: 'waiting' }),
    [30, 27, 24, 21, 18, 15, 12, 9, 6, 3],
    'the longest wait first',
  )
  t.deepEqual(await whole({ state: 'trouble' }), [])
  t.deepEqual(
    await whole({ pageId: other }),
    idsOf((row) => row.pageId === other),
  )
  t.deepEqual(
    await whole({ channel: 'feed', language: 'de' }),
    idsOf(({ id }) => id % 4 === 0),
  )
  t.deepEqual(await whole({ state: 'bot', intent: 'rare' }), [7])
  t.deepEqual(
    await whole({ intent: 'order', scene: 'menu', language: 'de' }),
    idsOf(({ language }) => language === 'de'),
  )
  t.deepEqual(await whole({ assigned: '3' }), [8])
  t.is((await whole({ assigned: 'nobody' })).length, 29)
  t.deepEqual(
    await whole({ text: 'coff' }),
    idsOf(() => true),
  )
  t.deepEqual(
    await whole({ text: 'coffee name1' }),
    idsOf(({ id }) => id === 1 || (id >= 10 && id < 20)),
  )
  t.deepEqual(await whole({ state: 'waiting', text: 'name3' }), [30, 3])
  t.deepEqual(await whole({ text: '?!' }), [])
  t.deepEqual(
    await whole({ cursor: "1' or 1=1" }),
    idsOf(() => true),
    'no cursor',
  )

  const counts = await countConversations(db)
  t.deepEqual(
    listStates.map((state) => counts[state]),
    [10, 0, 20, 0, 0, 0, 0, 30],
  )
  t.is((await countConversations(db, other)).all, 6)
})

test.serial('a cursor holds while conversations move to the top', async (t) => {
  const { db, database } = await open()
  const first = await listConversations(db, { state: 'all', limit: 10 })
  await database.query('update inboxEntry set lastTs = 9999 where conversationId in (5, 25)')
  const second = await listConversations(db, { state: 'all', limit: 10, cursor: first.next })
  t.deepEqual(first.ids.map(Number), [30, 29, 28, 27, 26, 25, 24, 23, 22, 21])
  t.deepEqual(second.ids.map(Number), [20, 19, 18, 17, 16, 15, 14, 13, 12, 11])
  t.deepEqual(
    (await findItems(db, ['5' as ConversationId, '99' as ConversationId])).map(({ lastText, lastTs }) => [
      lastText,
      lastTs,
    ]),
    [['text 5', 9_999]],
  )
})

test.serial(
  'pages of a thread have every message once, in a short thread and in one of thousands',
  async (t) => {
    const { db, database, record } = await open()
    const start = Date.UTC(2026, 5, 1)
    await record(
      ...Array.from({ length: 7 }, (_, at) => message('601', `m${at}`, start + at * 1_000, `text ${at}`)),
      comment('c1', start + 2_500, { message: 'a comment', from: { id: '601' } }),
      comment('c2', start + 9_000, { message: 'a reply', from: { id: pageId }, parent_id: '9_c1' }),
    )
    await database.query(`insert ignore into conversation (pageId, psid) values (?, '601')`, [pageId])
    const [row] = await database.query(`select id from conversation where psid = '601'`)
    const id = String(row?.['id']) as ConversationId
    const whole = async (limit: number): Promise<string[]> => {
      const found: string[] = []
      for (let before: string | undefined; ;) {
        const page = await readMessages(db, id, { before, limit, now: start })
        if (page === undefined) throw new Error('no conversation')
        found.unshift(...page.messages.map(({ text = '' }) => text))
        if (page.before === undefined) return found
        before = page.before
      }
    }
    const short = [
      'text 0',
      'text 1',
      'text 2',
      'a comment',
      'text 3',
      'text 4',
      'text 5',
      'text 6',
      'a reply',
    ]
    for (const limit of [2, 3, 50]) t.deepEqual(await whole(limit), short, `${limit} at once`)

    const values = Array.from({ length: 2_500 }, (_, at) => [
      'facebook:601',
      'facebookMessenger',
      'message',
      new Date(start + 100_000 + at * 1_000),
      'in',
      pageId,
    ])
    await database.query(
      'insert into interaction (pId, channel, interactionType, ts, direction, pageId) values ?',
      [values],
    )
    await database.query(`insert into chanFacebookMessenger (kwInteractionId, mid, text)
    select kwInteractionId, concat('long', kwInteractionId), concat('long ', timestampdiff(second, '2026-06-01', ts) - 100)
    from interaction where kwInteractionId not in (select kwInteractionId from chanFacebookMessenger)
      and channel = 'facebookMessenger'`)
    const long = await whole(200)
    t.is(long.length, 2_509)
    t.deepEqual(
      long.slice(-2_500),
      Array.from({ length: 2_500 }, (_, at) => `long ${at}`),
    )
    t.deepEqual(long.slice(0, 9).toSorted(), short.toSorted())
  },
)
