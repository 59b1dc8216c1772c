import type { Kysely, Transaction } from 'kysely'
import { allEnded } from '../all-ended.ts'
import type { Key, PageEvent } from '../domain/event.ts'
import type { IdentityLink } from '../domain/identity-link.ts'
import { type Lateness, waitFor } from '../domain/lateness.ts'
import { createBatchedWrite } from './events/batched-write.ts'
import {
  conversationFactsOf,
  recordConversationFacts,
  silencingEchoesOf,
  type ThreadControlRules,
} from './conversation/conversation-facts.ts'
import { findOrCreateConversations } from './events/find-conversations.ts'
import { applyContent, recordContent } from './events/content.ts'
import { eventSize, laneOf } from './events/lanes.ts'
import { insertEvents } from './events/event-rows.ts'
import { applyReplyAuthors } from './events/reply-authors.ts'
import { inTransaction } from './mysql/in-transaction.ts'
import type { IdentityRules } from '../identity/explore.ts'
import { recordLogOuts } from './identity/account-links.ts'
import { createResolving } from './identity/link-now.ts'
import { createSettling, type Evidence } from './identity/settle-evidence.ts'
import type { SettledInvites } from './identity/settle-invites.ts'
import {
  applyEarlierReceipts,
  echoesIn,
  type PageMessage,
  recordPageMessages,
} from './events/page-messages.ts'
import { findAutomaticEchoes } from './conversation/repeated-texts.ts'
import { recordOptIns } from './conversation/opt-ins.ts'
import { recordOwnEchoes } from './conversation/own-echoes.ts'
import { without, withoutKeys, withoutRepeats } from './events/without-repeats.ts'
import { agreeOnDays, atKnownTimes, replaceOwnTimes } from './events/own-rows.ts'
import type { EchoFinding } from '../domain/own-echo.ts'
import { createKnownPages } from './pages/known-pages.ts'
import { findOrCreatePeople } from './events/people.ts'
import { recordAdReferrals } from './leads/record-ad-referrals.ts'
import { recordLeads } from './leads/record-leads.ts'
import { touchProfiles } from './events/profile-facebook.ts'
import type { Database } from './mysql/schema.ts'
import { finderOfForgotten } from './privacy/forgotten-events.ts'
import type { Tombstones } from './privacy/tombstones.ts'
import { type ListensTo, recordTurns, newTurnsOf } from './conversation/turns.ts'

export interface EventRecorder {
  /**
   * Every event is in the tables, once: with its customer, its channel row, and its effect on the content that it
   * changes. The rows are the same after any order and number of calls. Throws DatabaseBusyError (retry), or
   * RejectedRowsError if one of the events cannot be stored.
   */
  record(events: readonly PageEvent[]): Promise<RecordedEvents>
}

export interface RecordedEvents {
  /** Keys of events that were dropped, as their customers were forgotten. It may also hold keys of other calls. */
  readonly forgotten: ReadonlySet<Key>
}

export interface EventRecorderOptions {
  /** Gets what was new in each commit. */
  readonly onCommitted?: (committed: Committed) => void
  /** Needed for replies: events that may get one become turns. */
  readonly conversationRules?: ConversationRules | undefined
  /** Who was forgotten. Absent: nobody. */
  readonly tombstones?: Pick<Tombstones, 'find' | 'rule'> | undefined
  /** The evidence of an event that ids are one customer. It is stored before `record` ends. */
  readonly linksOf?: ((event: PageEvent) => readonly IdentityLink[]) | undefined
  /** Gets the uses of invites of each commit that has any. A repeat counts again. */
  readonly onInvites?: ((settled: SettledInvites) => void) | undefined
  readonly identityRules?: Partial<IdentityRules> | undefined
}

export interface ConversationRules extends ThreadControlRules {
  readonly listensTo: ListensTo
  readonly lateness: Lateness
  readonly now: () => number
  /** The longest time from an event to its reply, ms. Absent: no event is too late. */
  readonly replyMs?: number
  /** Gets the number of turns that were too late when they came, after each commit. A repeat counts again. */
  readonly onTooLate?: (turns: number) => void
  /** Gets what is odd about echoes of our own messages, after each commit. */
  readonly onEchoes?: (found: readonly EchoFinding[]) => void
}

export interface Committed {
  readonly events: readonly PageEvent[]
  readonly added: number
}

export function createEventRecorder(
  db: Kysely<Database>,
  {
    onCommitted,
    conversationRules,
    tombstones,
    linksOf,
    onInvites,
    identityRules,
  }: EventRecorderOptions = {},
): EventRecorder {
  const pages = createKnownPages(db)
  async function recordBatch(events: readonly PageEvent[]): Promise<WrittenBatch> {
    const batch = withoutRepeats(events)
    await pages.ensure(batch)
    const recorded = await inTransaction(db, (transaction) =>
      insertBatch(transaction, batch, { conversationRules, tombstones, linksOf }),
    )
    const forgotten = [...recorded.forgotten].map(({ key }) => key)
    const kept = without(batch, recorded.forgotten)
    await allEnded([
      applyContent(db, kept, recorded.ids).then(() => applyReplyAuthors(db, kept, recorded.ids)),
      applyEarlierReceipts(db, recorded.messages),
    ])
    onCommitted?.({ events: withoutKeys(events, new Set(forgotten)), added: recorded.added })
    if (recorded.tooLate > 0) conversationRules?.onTooLate?.(recorded.tooLate)
    if (recorded.echoes.length > 0) conversationRules?.onEchoes?.(recorded.echoes)
    return { forgotten, evidence: recorded.evidence }
  }
  const resolve = createResolving(db, identityRules)
  const settle = createSettling(db, { tombstones, rules: identityRules, onInvites })
  const write = createBatchedWrite({
    write: recordBatch,
    async follow(written) {
      const marked = await settle(written.map(({ evidence }) => evidence))
      return { marked, forgotten: new Set(written.flatMap(({ forgotten }) => forgotten)) }
    },
    laneOf,
    sizeOf: eventSize,
  })
  return {
    async record(events) {
      const { marked, forgotten } = await write(events)
      await resolve(marked)
      return { forgotten }
    },
  }
}

interface WrittenBatch {
  readonly forgotten: readonly Key[]
  readonly evidence: Evidence
}

interface RecordedBatch {
  readonly ids: ReadonlyMap<string, string>
  readonly added: number
  readonly messages: readonly PageMessage[]
  readonly echoes: readonly EchoFinding[]
  readonly tooLate: number
  /** Events that are not recorded, as their customers were forgotten. */
  readonly forgotten: ReadonlySet<PageEvent>
  readonly evidence: Evidence
}

const nothing: RecordedBatch = {
  ids: new Map(),
  added: 0,
  messages: [],
  echoes: [],
  tooLate: 0,
  forgotten: new Set(),
  evidence: { links: [], earlier: [], marked: [] },
}

/**
 * Every transaction writes the tables in the same order, and the rows of each table sorted. So workers wait for each
 * other, but never in a circle. The rows that every event of a customer writes come last: a customer with many events
 * then holds up the others of the batch only for a short time.
 */
async function insertBatch(
  transaction: Transaction<Database>,
  received: readonly PageEvent[],
  {
    conversationRules,
    tombstones,
    linksOf,
  }: Pick<EventRecorderOptions, 'conversationRules' | 'tombstones' | 'linksOf'>,
): Promise<RecordedBatch> {
  const people = await findOrCreatePeople(
    transaction,
    received,
    finderOfForgotten(transaction, received, tombstones),
  )
  const batch = without(received, people.forgotten)
  if (batch.length === 0) return { ...nothing, forgotten: people.forgotten }
  const onTheirDays = await agreeOnDays(transaction, batch)
  const { ids, times, added } = await insertEvents(transaction, onTheirDays, people)
  const events = atKnownTimes(batch, times)
  await recordContent(transaction, events, ids)
  let facts = conversationRules === undefined ? [] : conversationFactsOf(events, conversationRules)
  const wanted = conversationRules === undefined ? [] : newTurnsOf(events, conversationRules.listensTo)
  const conversations = await findOrCreateConversations(transaction, [
    ...echoesIn(events),
    ...facts,
    ...wanted,
  ])
  const messages = await recordPageMessages(transaction, events, { ids, conversations })
  await replaceOwnTimes(transaction, events, { ids, times, conversations, people })
  const links: IdentityLink[] = linksOf === undefined ? [] : batch.flatMap(linksOf)
  let echoes: readonly EchoFinding[] = []
  let tooLate = 0
  if (conversationRules !== undefined) {
    const { ownAppId, replyMs = Infinity } = conversationRules
    const silencing = silencingEchoesOf(events, conversationRules)
    const automatic = await findAutomaticEchoes(transaction, silencing, {
      events,
      conversations,
      agentsAreFast: conversationRules.agentsAreFast === true,
    })
    if (automatic.size > 0) facts = conversationFactsOf(events, conversationRules, automatic)
    const now = conversationRules.now()
    tooLate = wanted.filter(({ event }) => now - event.ts > replyMs).length
    const own = await recordOwnEchoes(transaction, events, { now, ownAppId })
    echoes = own.findings
    links.push(...own.links)
    await recordTurns(transaction, wanted, {
      ids,
      people,
      conversations,
      waitFor: (event) => waitFor(event, conversationRules.lateness, now),
      replyMs,
      now,
    })
    await recordConversationFacts(transaction, facts, conversations)
  }
  await recordOptIns(transaction, events)
  await recordLeads(transaction, events, ids)
  await recordAdReferrals(transaction, events, ids)
  await touchProfiles(transaction, events, people)
  const marked = [...people.touched, ...(await recordLogOuts(transaction, events))]
  const evidence = { links, earlier: people.knownEarlier(), marked }
  return { ids, added, messages, echoes, tooLate, forgotten: people.forgotten, evidence }
}
