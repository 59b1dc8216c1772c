/** The change feed: from the Inbox to all open pages, and the messages of the conversation that each shows. */
import type { Kysely } from 'kysely'
import { countConversations } from '../../src/db/console/inbox/count-conversations.ts'
import { findItems } from '../../src/db/console/inbox/find-items.ts'
import {
  markPresence,
  type Present,
  purgePresence,
  readAllPresence,
} from '../../src/db/console/inbox/presence.ts'
import type { InboxChange } from '../../src/db/console/inbox/projector.ts'
import { type Head, readHead } from '../../src/db/console/inbox/read-head.ts'
import { readMessages } from '../../src/db/console/inbox/read-messages.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { asConversationId, type ConversationId } from '../../src/domain/ids.ts'
import type { LiveSource } from './http/event-stream.ts'
import { startInboxLoop } from './inbox-loop.ts'
import { createLiveFeed, type LiveFeed } from './live-feed.ts'

export interface InboxFeed {
  readonly live: LiveSource
  /** A user has the conversation open, or writes in it. The pages of others show it. */
  present(conversationId: ConversationId, userId: string, typingMs?: number): Promise<void>
  /** ms, by the clock of the database. */
  now(): number
  stop(): Promise<void>
}

export interface InboxFeedOptions {
  readonly db: Kysely<Database>
  readonly onError: (error: unknown) => void
  readonly liveMs?: number
  readonly idleMs?: number
}

const shownMessages = 50
const itemsAtOnce = 200
const countsMs = 1_000
const presenceMs = 2_000
const presentForMs = 12_000
const busy = { error: 'database_busy', says: 'The database does not answer. What you see may be old.' }

interface OpenPage {
  readonly feed: LiveFeed
  readonly conversationId: ConversationId | undefined
  /** What the page was told, by the id of each message. */
  readonly told: Map<string, string>
  head: string | undefined
}

export function startInboxFeed({ db, onError, ...polling }: InboxFeedOptions): InboxFeed {
  const pages = new Set<OpenPage>()
  let telling: Promise<void> = Promise.resolve()
  let countsTimer: NodeJS.Timeout | undefined
  let presence = ''
  const loop = startInboxLoop({
    db,
    ...polling,
    isLive: () => pages.size > 0,
    onChange: tellSoon,
    onError(error, isAgain) {
      if (!isAgain) onError(error)
      tellTrouble()
    },
  })
  const presenceTimer = setInterval(() => void run(keepPresence), presenceMs)

  function tellTrouble(): void {
    for (const { feed } of pages) feed.put('trouble', { event: 'trouble', data: busy })
  }

  /** One after another, so that no page gets an older value after a newer one. */
  function tellSoon(change: InboxChange): void {
    if (pages.size === 0) return
    telling = telling.then(() => run(() => tell(change)))
  }

  async function run(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      onError(error)
      tellTrouble()
    }
  }

  async function tell({ entries, removed, messages }: InboxChange): Promise<void> {
    for (let from = 0; from < entries.length; from += itemsAtOnce)
      for (const item of await findItems(db, entries.slice(from, from + itemsAtOnce)))
        for (const { feed } of pages)
          feed.put(`item ${item.id}`, { event: 'conversations', data: { items: [item] } })
    for (const id of removed)
      for (const { feed } of pages)
        feed.put(`item ${id}`, { event: 'removed', data: { conversationIds: [id] } })
    if (entries.length + removed.length > 0)
      countsTimer ??= setTimeout(() => {
        countsTimer = undefined
        void run(tellCounts)
      }, countsMs)
    const touched = new Set(messages)
    await tellOpen([...pages].filter(({ conversationId: id }) => id !== undefined && touched.has(id)))
  }

  async function tellCounts(): Promise<void> {
    if (pages.size === 0) return
    const counts = await countConversations(db)
    for (const { feed } of pages) feed.put('counts', { event: 'counts', data: { counts } })
  }

  /** New and changed messages of the conversation that each of these pages shows, and its head. */
  async function tellOpen(some: readonly OpenPage[]): Promise<void> {
    for (const [id, showing] of Map.groupBy(some, ({ conversationId }) => conversationId)) {
      if (id === undefined) continue
      const now = loop.now()
      const [read, head, present] = await Promise.all([
        readMessages(db, id, { limit: shownMessages, now }),
        readHead(db, id, now),
        readAllPresence(db, [id], now),
      ])
      for (const page of showing) {
        tellMessages(page, id, read?.messages ?? [])
        if (head !== undefined) tellHead(page, head, present.get(id) ?? [])
      }
    }
  }

  function tellMessages(
    page: OpenPage,
    conversationId: ConversationId,
    messages: readonly { id: string }[],
  ): void {
    const changed = messages.filter((message) => page.told.get(message.id) !== JSON.stringify(message))
    for (const message of changed) {
      page.told.set(message.id, JSON.stringify(message))
      const data = { conversationId, messages: [message] }
      page.feed.put(`message ${message.id}`, { event: 'messages', data })
    }
  }

  function tellHead(page: OpenPage, head: Head, all: readonly Present[]): void {
    const data = { ...head, present: all.filter(({ id }) => id !== page.feed.user.id) }
    const text = JSON.stringify(data)
    if (page.head === text) return
    page.head = text
    page.feed.put('head', { event: 'conversation', data })
  }

  /** Pages that show a conversation say so in the table, and learn who else does. */
  async function keepPresence(): Promise<void> {
    const open = [...pages].flatMap(({ conversationId, feed }) =>
      conversationId === undefined ? [] : [{ conversationId, userId: feed.user.id }],
    )
    if (open.length === 0) return
    const now = loop.now()
    for (const one of open) await markPresence(db, { ...one, untilTs: now + presentForMs })
    await purgePresence(db, now)
    const found = await readAllPresence(
      db,
      open.map(({ conversationId }) => conversationId),
      now,
    )
    const text = JSON.stringify([...found])
    if (text === presence) return
    presence = text
    telling = telling.then(() => run(() => tellOpen([...pages])))
    await telling
  }

  return {
    now: loop.now,
    live: {
      async *open(listener) {
        const { conversationId } = listener
        const page: OpenPage = {
          feed: createLiveFeed(listener),
          conversationId: conversationId === undefined ? undefined : asConversationId(conversationId),
          told: new Map(),
          head: undefined,
        }
        pages.add(page)
        loop.nudge()
        telling = telling.then(() => run(() => tellOpen([page])))
        void run(keepPresence)
        try {
          yield* page.feed.events()
        } finally {
          pages.delete(page)
        }
      },
    },
    async present(conversationId, userId, typingMs) {
      const now = loop.now()
      const untilTs = now + presentForMs
      const typingUntilTs = typingMs === undefined ? undefined : now + typingMs
      await markPresence(db, { conversationId, userId, untilTs, typingUntilTs })
      void run(keepPresence)
    },
    async stop() {
      clearInterval(presenceTimer)
      clearTimeout(countsTimer)
      await loop.stop()
      await telling
    },
  }
}
