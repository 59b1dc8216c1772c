import type { Kysely, Transaction } from 'kysely'
import { isFeedEvent, type PageEvent } from '../domain/event.ts'
import type { Lateness } from '../domain/lateness.ts'
import { createBatchedWrite } from './events/batched-write.ts'
import {
  conversationFactsOf,
  recordConversationFacts,
  type ThreadControlRules,
} from './conversation/conversation-facts.ts'
import { findOrCreateConversations } from './events/find-conversations.ts'
import { applyContent, recordContent } from './events/content.ts'
import { insertEvents } from './events/event-rows.ts'
import { inTransaction } from './mysql/in-transaction.ts'
import {
  applyEarlierReceipts,
  echoesIn,
  type PageMessage,
  recordPageMessages,
} from './events/page-messages.ts'
import { recordOwnEchoes } from './conversation/own-echoes.ts'
import { createKnownPages } from './pages/known-pages.ts'
import { findOrCreatePeople } from './events/people.ts'
import { touchProfiles } from './events/profile-facebook.ts'
import type { Database } from './mysql/schema.ts'
import { type ListensTo, recordTurns, newTurnsOf } from './conversation/turns.ts'

export interface Interactions {
  /**
   * Every event is in the tables, once, with its person, its channel row and its effect on what it is about. Again, and in
   * any order: the same rows. Throws DatabaseBusyError (retry) or RejectedRowsError (one of the events cannot be stored).
   */
  record(events: readonly PageEvent[]): Promise<void>
}

export interface InteractionsOptions {
  /** Told after each commit what was new in it. */
  readonly onCommitted?: (committed: Committed) => void
  /** With a storyboard: events that may deserve an answer become turns. */
  readonly conversationRules?: ConversationRules | undefined
}

export interface ConversationRules extends ThreadControlRules {
  readonly listensTo: ListensTo
  readonly lateness: Lateness
  readonly now: () => number
}

export interface Committed {
  readonly events: readonly PageEvent[]
  readonly added: number
}

export function createInteractions(
  db: Kysely<Database>,
  { onCommitted, conversationRules }: InteractionsOptions = {},
): Interactions {
  const pages = createKnownPages(db)
  async function recordBatch(events: readonly PageEvent[]): Promise<void> {
    const batch = withoutRepeats(events)
    await pages.ensure(batch)
    const recorded = await inTransaction(db, (transaction) =>
      insertBatch(transaction, batch, conversationRules),
    )
    await applyContent(db, batch, recorded.ids)
    await applyEarlierReceipts(db, recorded.messages)
    onCommitted?.({ events, added: recorded.added })
  }
  return { record: createBatchedWrite({ write: recordBatch, laneOf, sizeOf: eventSize }) }
}

/** Events of one person, and what the Page does, touch the same rows. */
function laneOf({ actor, pageId }: PageEvent): string {
  return actor.is === 'person' ? actor.id : pageId
}

/** One for a usual event, more for long ones: a commit stays far below the server's `max_allowed_packet`. */
function eventSize(event: PageEvent): number {
  const raw = isFeedEvent(event) ? event.feed.valueRaw : event.messenger.valueRaw
  return 1 + (raw?.length ?? 0) / 4096
}

interface RecordedBatch {
  readonly ids: ReadonlyMap<string, string>
  readonly added: number
  readonly messages: readonly PageMessage[]
}

/**
 * The order of the tables is the same in every transaction, the rows in each are sorted: workers wait, but not in circles. Last come the
 * rows that every event of a person writes: who writes much must not hold up the others of a batch for all of it.
 */
async function insertBatch(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  conversationRules: ConversationRules | undefined,
): Promise<RecordedBatch> {
  const people = await findOrCreatePeople(transaction, events)
  const { ids, times, added } = await insertEvents(transaction, events, people)
  await recordContent(transaction, events, ids)
  const facts = conversationRules === undefined ? [] : conversationFactsOf(events, conversationRules)
  const wanted = conversationRules === undefined ? [] : newTurnsOf(events, conversationRules.listensTo)
  const conversations = await findOrCreateConversations(transaction, [
    ...echoesIn(events),
    ...facts,
    ...wanted,
  ])
  const messages = await recordPageMessages(transaction, events, { ids, conversations })
  if (conversationRules !== undefined) {
    const now = conversationRules.now()
    await recordOwnEchoes(transaction, events, { ids, times, now })
    await recordTurns(transaction, wanted, {
      ids,
      people,
      conversations,
      waitFor: (event) => waitFor(event, conversationRules.lateness, now),
      now,
    })
    await recordConversationFacts(transaction, facts, conversations)
  }
  await touchProfiles(transaction, events, people)
  return { ids, added, messages }
}

/** How long it waits for earlier ones. Times of the feed are whole seconds: they tell no order, and have no arrival. */
function waitFor({ pageId, ts, receivedAt }: PageEvent, lateness: Lateness, now: number): number {
  return receivedAt === undefined ? 0 : lateness.seen({ pageId, ts, receivedAt }, now)
}

/** The same event twice in one batch is one; of the two, the one not under standby speaks. */
function withoutRepeats(events: readonly PageEvent[]): PageEvent[] {
  const byKey = new Map<string, PageEvent>()
  for (const event of events) {
    const earlier = byKey.get(event.key)
    if (earlier === undefined || 'standby' in earlier) byKey.set(event.key, event)
  }
  return [...byKey.values()]
}
