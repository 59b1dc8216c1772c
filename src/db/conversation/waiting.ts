/**
 * Which customers wait for an agent: `conversation.waitingTs`. `askedTs` and `servedTs` only grow, so the order in which
 * events come does not matter for whether a customer waits.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { agentWindowMs } from '../../domain/agent-window.ts'
import type { ConversationId, PageId, Psid } from '../../domain/ids.ts'
import { afterFirstMs } from '../../domain/automatic-echo.ts'
import type { Database } from '../mysql/schema.ts'
import { greatestOf } from '../mysql/latest-value.ts'

/** A message under standby or in a silent thread asks for an agent. A reaction or a referral does not. */
export function isForAgent(type: string): boolean {
  return type === 'message' || type === 'postback'
}

/** Facebook gives a thread back to the default app after so long without a customer's message: then nobody has served it. */
const idleMs = 24 * 60 * 60_000

const served = sql`coalesce(conversation.servedTs, -1)`

/**
 * For the upsert of `recordConversationFacts`, in this order, after firstInboundTs, directTs and standbyTs. A message at
 * the customer's first contact is automatic, and serves nobody. An event outside standby after one under standby tells that
 * an agent has moved the thread to Done, if it was not idle.
 */
export const waitingAfterFacts = {
  servedTs: sql<string>`nullif(greatest(
    coalesce(conversation.servedTs, -1),
    if(values(servedTs) between conversation.firstInboundTs - ${afterFirstMs} and conversation.firstInboundTs + ${afterFirstMs},
      -1, coalesce(values(servedTs), -1)),
    if(conversation.directTs >= conversation.standbyTs and conversation.directTs - conversation.standbyTs < ${idleMs},
      conversation.standbyTs, -1)), -1)`,
  askedTs: greatestOf<string>('conversation', 'askedTs'),
  waitingTs: sql<string>`if(conversation.askedTs > ${served},
    least(
      if(conversation.waitingTs > ${served}, conversation.waitingTs, conversation.askedTs),
      if(values(waitingTs) > ${served}, values(waitingTs), conversation.askedTs)),
    null)`,
} satisfies Record<string, RawBuilder<string>>

/**
 * For an UPDATE of `conversation`: the customer wrote at `ts` (ms) what only an agent can answer. A wait that is older than
 * agents may answer begins anew: else nobody would see this one.
 */
export function askingForAgent(ts: number): Record<'askedTs' | 'waitingTs', RawBuilder<string>> {
  return {
    askedTs: sql<string>`greatest(coalesce(askedTs, ${ts}), ${ts})`,
    waitingTs: sql<string>`if(${ts} > coalesce(servedTs, -1),
      if(waitingTs > ${ts - agentWindowMs}, least(waitingTs, ${ts}), ${ts}), waitingTs)`,
  }
}

/** The same for a thread that the bot may write in again, at `ts` (ms). */
export function servedAt(ts: number): Record<'servedTs' | 'waitingTs', RawBuilder<string | null>> {
  return {
    servedTs: sql<string>`greatest(coalesce(servedTs, ${ts}), ${ts})`,
    waitingTs: sql<string | null>`if(askedTs > servedTs, askedTs, null)`,
  }
}

export interface WaitingCustomer {
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  /** Since when, ms. */
  readonly waitingTs: number
  /** When the storyboard last handed the thread over, ms, and whether Facebook took it. */
  readonly handOverTs: number | undefined
  readonly handOverResult: string | undefined
  readonly silentReason: string | undefined
}

export interface WaitingFilter {
  /** The database's time, ms. */
  readonly now: number
  readonly pageId?: PageId | undefined
  readonly limit: number
}

/**
 * Customers who wait for an agent, the longest wait first. A customer who was handed over waits until an agent writes. One
 * who wrote to an agent waits as long as the bot is silent.
 */
export async function findWaiting(
  db: Kysely<Database>,
  { now, pageId, limit }: WaitingFilter,
): Promise<WaitingCustomer[]> {
  const rows = await waitingOf(db, now)
    .select(['id', 'pageId', 'psid', 'waitingTs', 'handOverTs', 'handOverResult', 'silentReason'])
    .$if(pageId !== undefined, (of) => of.where('pageId', '=', pageId ?? null))
    .orderBy('waitingTs')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, waitingTs, handOverTs, handOverResult, silentReason, ...thread }) => ({
    ...thread,
    conversationId: id,
    waitingTs: Number(waitingTs),
    handOverTs: handOverTs === null ? undefined : Number(handOverTs),
    handOverResult: handOverResult ?? undefined,
    silentReason: silentReason ?? undefined,
  }))
}

export interface WaitingCount {
  readonly pageId: PageId
  readonly customers: number
  /** Since when the longest of them waits, ms. */
  readonly oldestTs: number
}

export async function countWaiting(db: Kysely<Database>, now: number): Promise<WaitingCount[]> {
  const rows = await waitingOf(db, now)
    .select(({ fn }) => ['pageId', fn.countAll<string>().as('customers'), fn.min('waitingTs').as('oldestTs')])
    .groupBy('pageId')
    .execute()
  return rows.map(({ pageId, customers, oldestTs }) => ({
    pageId,
    customers: Number(customers),
    oldestTs: Number(oldestTs),
  }))
}

function waitingOf(db: Kysely<Database>, now: number) {
  return db
    .selectFrom('conversation')
    .where('waitingTs', '>', String(now - agentWindowMs))
    .where(({ or, eb }) =>
      or([eb('handOverTs', '>', sql<string>`coalesce(servedTs, -1)`), eb('silentUntil', '>', String(now))]),
    )
}
