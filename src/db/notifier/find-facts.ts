/** Facts that people are told of, read from what the stages have stored. Workers that die leave none out. */
import { type Kysely, sql } from 'kysely'
import { agentWindowMs } from '../../domain/agent-window.ts'
import { unsettledStates } from '../../domain/outbound.ts'
import type { ConversationId, PageId, Psid } from '../../domain/ids.ts'
import { type PauseReason, toPauseReason } from '../../domain/page-pause.ts'
import type { Database } from '../mysql/schema.ts'

export interface HandOverFact {
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly waitingTs: number
  readonly handOverTs: number
  readonly isRefused: boolean
}

/** Longer than a hand-over may take after the customer's message that led to it. */
const answerMs = 24 * 60 * 60_000

/** Customers whom the storyboard handed over after `since` (ms), and who still wait for an agent. */
export async function findHandOvers(
  db: Kysely<Database>,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<HandOverFact[]> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'pageId', 'psid', 'waitingTs', 'handOverTs', 'handOverResult'])
    // It has an index, and bounds what is read: a customer's last "thanks" may wait for ever.
    .where('waitingTs', '>', String(since - agentWindowMs - answerMs))
    .where('handOverTs', '>', String(since))
    .orderBy('handOverTs')
    .limit(limit)
    .execute()
  return rows.map(({ id, pageId, psid, ...row }) => ({
    conversationId: id,
    pageId,
    psid,
    waitingTs: Number(row.waitingTs),
    handOverTs: Number(row.handOverTs),
    isRefused: row.handOverResult === 'refused',
  }))
}

/** What a customer who was handed over is called, and wrote last. */
export async function findWords(
  db: Kysely<Database>,
  { conversationId, handOverTs }: HandOverFact,
): Promise<{ readonly name: string | undefined; readonly text: string | undefined }> {
  const row = await db
    .selectFrom('turn as t')
    .leftJoin('profile as p', 'p.pId', 't.pId')
    .select(['t.facts', 'p.firstName', 'p.lastName'])
    .where('t.conversationId', '=', conversationId)
    .where('t.ts', '<=', String(handOverTs + 1_000))
    .orderBy('t.ts', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return { name: undefined, text: undefined }
  const { text } = JSON.parse(row.facts) as { readonly text?: string } // Pagebeat itself wrote it
  const name = [row.firstName, row.lastName].filter((part) => part !== null && part !== '').join(' ')
  return { name: name === '' ? undefined : name, text }
}

export interface HeldFact {
  readonly id: string
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly settledTs: number
}

/** Messages that were held after `since`, ms. They have an index: it is the one of sent messages. */
export async function findHeld(
  db: Kysely<Database>,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<HeldFact[]> {
  const rows = await db
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .select(['o.id', 'o.conversationId', 'c.pageId', 'o.settledTs'])
    .where('o.state', '=', 'held')
    .where('o.recordedTs', 'is', null)
    .where('o.settledTs', '>', String(since))
    .orderBy('o.settledTs')
    .limit(limit)
    .execute()
  return rows.map(({ settledTs, ...row }) => ({ ...row, settledTs: Number(settledTs) }))
}

export interface PausedPage {
  /** `*`: all Pages of the app. */
  readonly pageId: PageId
  readonly untilMs: number
  readonly reason: PauseReason
  readonly tokenDigest: string | undefined
}

export async function findPaused(db: Kysely<Database>, now: number): Promise<PausedPage[]> {
  const rows = await db
    .selectFrom('page')
    .select(['pageId', 'heldUntil', 'heldReason', 'heldToken'])
    .where('heldUntil', '>', String(now))
    .execute()
  return rows.map(({ pageId, heldUntil, heldReason, heldToken }) => ({
    pageId,
    untilMs: Number(heldUntil),
    reason: toPauseReason(heldReason),
    tokenDigest: heldToken ?? undefined,
  }))
}

/** How many messages of a Page wait. */
export async function countUnsent(db: Kysely<Database>, pageId: PageId): Promise<number> {
  const row = await db
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .select(sql<string | number>`count(*)`.as('count'))
    .where('o.state', 'in', unsettledStates)
    .where('c.pageId', '=', pageId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
