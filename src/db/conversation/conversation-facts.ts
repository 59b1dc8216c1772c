/** Facts of a conversation from its events: when the customer last wrote, and who controls the thread. */
import { isAnswerToFirstContact } from '../../domain/automatic-echo.ts'
import type { SilenceReason } from '../../domain/reasons.ts'
import type { PageId, Psid } from '../../domain/ids.ts'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { isMessengerEvent, type MessengerEvent, type PageEvent } from '../../domain/event.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import { conversationName, type Conversations } from '../events/find-conversations.ts'
import { found } from '../mysql/require-found.ts'
import { greatestOf } from '../mysql/latest-value.ts'
import type { Database } from '../mysql/schema.ts'
import { isForAgent, waitingAfterFacts } from './waiting.ts'

export interface ThreadControlRules {
  /** Our app's id. A message that another program of the brand sends through it is not an agent's. */
  readonly ownAppId: string | undefined
  /** How long the bot is silent after an agent or another app wrote, ms. */
  readonly silenceMs: number
  /** Apps of the brand whose messages are automatic, as the storyboard says. Absent: there are none. */
  readonly isAutomaticApp?: (appId: string) => boolean
  /** For tests, where agents write at once: no message counts as automatic because it came at the first contact. */
  readonly agentsAreFast?: boolean
}

/** Kinds that open the 24-hour window. Source: docs/platform.md, 4. */
const openers = new Set(['message', 'postback', 'referral', 'optin', 'reaction'])

/** The facts of one conversation in a batch of events; null: the batch tells nothing. */
export interface ConversationFact {
  readonly pageId: PageId
  readonly psid: Psid
  firstInboundTs: number | null
  lastInboundTs: number | null
  /** Of the customer's events outside standby, and of all events under standby. */
  directTs: number | null
  standbyTs: number | null
  silentTs: number | null
  silentUntil: number | null
  silentReason: SilenceReason | null
  /** Of the customer's messages under standby. */
  askedTs: number | null
  /** Of what agents wrote, and of events that give the thread back to this app. */
  servedTs: number | null
  /** The first message of `askedTs` after `servedTs`. */
  waitingTs: number | null
}

/**
 * The facts are in the table `conversation`. The latest fact by the event's own time counts, in whatever order the
 * events come; of two at the same millisecond, the longer silence. A message in the thread does not cut short a silence
 * that an operator or the storyboard asked for, and no event that of an agent of the console.
 */
export async function recordConversationFacts(
  transaction: Transaction<Database>,
  facts: readonly ConversationFact[],
  conversations: Conversations,
): Promise<void> {
  if (facts.length === 0) return
  const rows = facts
    .map((fact) => ({ id: found(conversations, conversationName(fact)).id, ...fact }))
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  await transaction
    .insertInto('conversation')
    .values(rows)
    .onDuplicateKeyUpdate({
      // First: it reads the old lastInboundTs. A conversation of before this column has had its first event.
      firstInboundTs: sql<string>`if(conversation.firstInboundTs is null and conversation.lastInboundTs is not null, 0,
        least(coalesce(conversation.firstInboundTs, values(firstInboundTs)), coalesce(values(firstInboundTs), conversation.firstInboundTs)))`,
      lastInboundTs: greatestOf<string>('conversation', 'lastInboundTs'),
      directTs: greatestOf<string>('conversation', 'directTs'),
      standbyTs: greatestOf<string>('conversation', 'standbyTs'),
      ...waitingAfterFacts, // it reads the new values of the columns before it
      // before silentUntil: the condition reads the old one. A new reason is never one that holds the thread.
      silentReason: sql<SilenceReason>`if(${isHeld}, conversation.silentReason, ${ifLater<SilenceReason>('silentReason')})`,
      silentUntil: sql<string>`if(${isHeld}, greatest(conversation.silentUntil, values(silentUntil)), ${ifLater<string>('silentUntil')})`,
      silentTs: greatestOf<string>('conversation', 'silentTs'), // last: the condition reads the old value
    })
    .execute()
}

/** Reasons of a silence that an operator, an agent of the console or the storyboard asked for. */
const askedFor = ['handed_over', 'paused_by_hand', 'taken_over'] as const
export type AskedSilence = (typeof askedFor)[number]

/**
 * The operator or an agent of the console holds the thread. Another side that writes meanwhile may make the silence longer,
 * and gives it no reason that its own end would end. When the thread comes to this app, only an operator's pause is over.
 */
const isHeld = sql`coalesce(conversation.silentReason in ('paused_by_hand', 'taken_over')
  and values(silentTs) <= conversation.silentUntil
  and (values(silentUntil) > 0 or conversation.silentReason = 'taken_over'), false)`

/** The same as `isLaterSilence` says of two events of a batch. */
const isLater = sql`(values(silentTs) > coalesce(conversation.silentTs, -1)
  or coalesce(values(silentTs) = conversation.silentTs and (values(silentUntil) > conversation.silentUntil
    or (values(silentUntil) = conversation.silentUntil and values(silentReason) < conversation.silentReason)), false))`

function ifLater<T>(column: string): RawBuilder<T> {
  const isCutShort = sql`(conversation.silentReason in (${sql.join(askedFor)})
    and values(silentUntil) < conversation.silentUntil and (values(silentUntil) > 0 or conversation.silentReason = 'taken_over'))`
  return sql<T>`if(${isLater} and not coalesce(${isCutShort}, false), values(${sql.ref(column)}), ${sql.ref(`conversation.${column}`)})`
}

/** Whether the customer did something that opens the 24-hour window. */
export function opensWindow(event: PageEvent): boolean {
  return isMessengerEvent(event) && event.direction === 'in' && openers.has(event.type)
}

/** The echoes that would silence the bot. Some of them may be automatic. */
export function silencingEchoesOf(
  events: readonly PageEvent[],
  rules: ThreadControlRules,
): readonly MessengerEvent[] {
  return events
    .filter(isMessengerEvent)
    .filter((event) => event.type === 'echo' && threadControlAfter(event, rules) !== undefined)
}

/** `automatic`: the keys of echoes that no agent wrote. */
export function conversationFactsOf(
  events: readonly PageEvent[],
  rules: ThreadControlRules,
  automatic?: ReadonlySet<string>,
): ConversationFact[] {
  const facts = new Map<string, ConversationFact>()
  for (const event of events) {
    if (!isMessengerEvent(event) || event.actor.is !== 'person') continue
    const { pageId, actor, ts, direction, type } = event
    const control = automatic?.has(event.key) === true ? undefined : threadControlAfter(event, rules)
    const opens = opensWindow(event)
    if (!opens && control === undefined) continue
    const name = { pageId, psid: actor.id }
    const fact: ConversationFact = facts.get(conversationName(name)) ?? {
      ...name,
      firstInboundTs: null,
      lastInboundTs: null,
      directTs: null,
      standbyTs: null,
      silentTs: null,
      silentUntil: null,
      silentReason: null,
      askedTs: null,
      servedTs: null,
      waitingTs: null,
    }
    facts.set(conversationName(name), fact)
    const first = rules.agentsAreFast === true ? 0 : ts
    if (opens) fact.firstInboundTs = Math.min(fact.firstInboundTs ?? first, first)
    if (opens) fact.lastInboundTs = Math.max(fact.lastInboundTs ?? 0, ts)
    if ('standby' in event) fact.standbyTs = Math.max(fact.standbyTs ?? 0, ts)
    else if (opens) fact.directTs = Math.max(fact.directTs ?? 0, ts)
    if (isServed(control)) fact.servedTs = Math.max(fact.servedTs ?? 0, ts)
    if (direction === 'in' && 'standby' in event && isForAgent(type)) {
      fact.askedTs = Math.max(fact.askedTs ?? 0, ts)
      fact.waitingTs = Math.min(fact.waitingTs ?? ts, ts)
    }
    if (control !== undefined && isLaterSilence({ ts, ...control }, fact)) {
      fact.silentTs = ts
      fact.silentUntil = control.until
      fact.silentReason = control.reason
    }
  }
  for (const fact of facts.values()) {
    if (isAnswerToFirstContact(fact.servedTs, fact.firstInboundTs)) fact.servedTs = null
    if ((fact.waitingTs ?? 0) <= (fact.servedTs ?? -1)) fact.waitingTs = laterOf(fact)
  }
  return [...facts.values()]
}

/** At the same millisecond the longer silence counts: the bot rather keeps quiet than speaks beside an agent. */
function isLaterSilence(
  { ts, until, reason }: { readonly ts: number; readonly until: number; readonly reason: SilenceReason },
  { silentTs, silentUntil, silentReason }: ConversationFact,
): boolean {
  if (silentTs === null || silentUntil === null || silentReason === null) return true
  if (ts !== silentTs) return ts > silentTs
  return until > silentUntil || (until === silentUntil && reason < silentReason)
}

/** An agent wrote, or this app controls the thread again. */
function isServed(control: { readonly reason: SilenceReason } | undefined): boolean {
  return control?.reason === 'person' || control?.reason === 'ours_again'
}

/** The last message that nobody has answered, if there is one. */
function laterOf({ askedTs, servedTs }: ConversationFact): number | null {
  return askedTs !== null && askedTs > (servedTs ?? -1) ? askedTs : null
}

const dayMs = 24 * 60 * 60_000

/** Until when the event silences the bot; 0: the bot may write again; undefined: nothing changes. */
function threadControlAfter(
  event: MessengerEvent,
  { ownAppId, silenceMs, isAutomaticApp }: ThreadControlRules,
): { until: number; reason: SilenceReason } | undefined {
  const { type, ts, messenger } = event
  if (type === 'echo') {
    const isOurs =
      fromMetadata(messenger.metadata) !== undefined ||
      (messenger.appId !== undefined && messenger.appId === ownAppId)
    const isAutomatic = messenger.appId !== undefined && isAutomaticApp?.(messenger.appId) === true
    return isOurs || isAutomatic ? undefined : { until: ts + silenceMs, reason: 'person' }
  }
  if ('standby' in event) return { until: ts + silenceMs, reason: 'other_app' }
  if (type === 'pass_thread_control' || type === 'take_thread_control') {
    const owner = newOwner(event)
    if (owner !== undefined && owner === ownAppId) return { until: 0, reason: 'ours_again' }
    return { until: ts + dayMs, reason: 'other_app' } // idle threads fall back after 24 hours
  }
  return undefined
}

function newOwner({ messenger, type }: MessengerEvent): string | undefined {
  const raw = JSON.parse(messenger.valueRaw) as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >
  const owner = raw[type]?.['new_owner_app_id']
  return typeof owner === 'string' || typeof owner === 'number' ? String(owner) : undefined
}
