/** How long the server takes for lists, filters, searches, counts and messages of a large Inbox. */
import type { Kysely } from 'kysely'
import { countConversations } from '../../src/db/console/inbox/count-conversations.ts'
import { findItems } from '../../src/db/console/inbox/find-items.ts'
import { listConversations } from '../../src/db/console/inbox/list-conversations.ts'
import { type ListFilter, listStates } from '../../src/db/console/inbox/list-filter.ts'
import { readHead } from '../../src/db/console/inbox/read-head.ts'
import { readMessages } from '../../src/db/console/inbox/read-messages.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { asConversationId, asPageId } from '../../src/domain/ids.ts'
import { quantile } from '../statistics.ts'
import { benchPages, wordAt } from './fill-inbox.ts'

export interface Measured {
  readonly name: string
  readonly p50: number
  readonly p99: number
  /** The promise, ms. */
  readonly most: number
  /** What the last call found. */
  readonly found: number
}

const listMs = 100
const threadMs = 150

export async function measureLists(db: Kysely<Database>, rounds: number): Promise<Measured[]> {
  const list = async (filter: Partial<ListFilter>): Promise<number> => {
    const { ids } = await listConversations(db, { state: 'all', limit: 50, ...filter })
    return (await findItems(db, ids)).length
  }
  const [page, other] = benchPages.map(asPageId)
  const works: [name: string, most: number, work: () => Promise<number>][] = [
    ...listStates.map(
      (state) => [`list ${state}`, listMs, () => list({ state })] as [string, number, () => Promise<number>],
    ),
    ['second page of all', listMs, () => secondPage(db)],
    ['filter: Page', listMs, () => list({ pageId: other })],
    ['filter: channel without rows', listMs, () => list({ channel: 'feed' })],
    ['filter: language', listMs, () => list({ language: 'fr' })],
    ['filter: intent', listMs, () => list({ intent: 'price' })],
    ['filter: rare intent', listMs, () => list({ intent: 'rare' })],
    ['filter: unknown intent', listMs, () => list({ intent: 'none' })],
    ['filter: scene', listMs, () => list({ scene: 'menu' })],
    ['filter: rare scene of the bot', listMs, () => list({ state: 'bot', scene: 'seldom' })],
    ['filter: ad', listMs, () => list({ adId: 'ad21' })],
    ['filter: unassigned', listMs, () => list({ assigned: 'nobody' })],
    ['filter: nothing fits', listMs, () => list({ state: 'bot', language: 'xx' })],
    [
      'filter: all at once',
      listMs,
      () =>
        list({
          state: 'bot',
          pageId: page,
          channel: 'messenger',
          language: 'de',
          intent: 'order',
          scene: 'menu',
        }),
    ],
    ['search: common word', listMs, () => list({ text: wordAt(0) })],
    ['search: two common words', listMs, () => list({ text: `${wordAt(0)} ${wordAt(3)}` })],
    ['search: rare word', listMs, () => list({ text: wordAt(4_990) })],
    ['search: rare and common word', listMs, () => list({ text: `${wordAt(4_990)} ${wordAt(0)}` })],
    ['search: name', listMs, () => list({ text: `${wordAt(777)} ${wordAt(77_777 % 900)}` })],
    ['search: start of a word', listMs, () => list({ text: wordAt(12).slice(0, 3) })],
    ['search: one letter', listMs, () => list({ text: 'k' })],
    ['search: no such word', listMs, () => list({ text: 'qqqq' })],
    [
      'search: eight words that no conversation has together',
      listMs,
      () => list({ text: [0, 1, 2, 3, 4, 5, 6, 4_000].map(wordAt).join(' ') }),
    ],
    ['search in those who wait', listMs, () => list({ state: 'waiting', text: wordAt(0) })],
    ['search with a filter', listMs, () => list({ text: wordAt(5), intent: 'order', language: 'de' })],
    ['counts', listMs, async () => (await countConversations(db)).all],
    ['counts of a Page', listMs, async () => (await countConversations(db, other)).all],
    [
      'head of a conversation',
      listMs,
      async () => ((await readHead(db, asConversationId('500'), Date.now())) ? 1 : 0),
    ],
    ['messages of a usual thread', threadMs, () => messages(db, '500')],
    ['messages of the longest thread', threadMs, () => messages(db, '1')],
    ['and the page before', threadMs, () => messages(db, '1', true)],
  ]
  const measured: Measured[] = []
  for (const [name, most, work] of works) {
    let found = await work()
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now()
      found = await work()
      times.push(performance.now() - startedMs)
    }
    measured.push({ name, most, found, p50: quantile(times, 0.5), p99: quantile(times, 0.99) })
  }
  return measured
}

async function secondPage(db: Kysely<Database>): Promise<number> {
  const { next } = await listConversations(db, { state: 'all', limit: 50 })
  return (await listConversations(db, { state: 'all', limit: 50, cursor: next })).ids.length
}

async function messages(db: Kysely<Database>, id: string, isBefore = false): Promise<number> {
  const conversationId = asConversationId(id)
  const now = Date.now()
  const first = await readMessages(db, conversationId, { limit: 50, now })
  if (!isBefore || first?.before === undefined) return first?.messages.length ?? 0
  return (
    (await readMessages(db, conversationId, { limit: 50, before: first.before, now }))?.messages.length ?? 0
  )
}
