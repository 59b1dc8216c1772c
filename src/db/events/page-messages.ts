import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationId } from '../../domain/ids.ts'
import type { PageEvent, ReceiptKind } from '../../domain/event.ts'
import {
  conversationName,
  type ConversationName,
  type Conversations,
  findConversationsById,
} from './find-conversations.ts'
import { whereAnyOf } from '../mysql/any-of.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { found } from '../mysql/require-found.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

/** The Page's own messages, by conversation and time, as their echoes tell. Receipts are about them. */
export interface PageMessage {
  readonly conversationId: ConversationId
  readonly kwInteractionId: string
  /** ms since the epoch */
  readonly ts: number
  /** The event key of the echo, which receipts name. */
  readonly midKey: string
}

/** A message, and the times it was delivered and read, ms, as far as they are known. */
export interface CoveredMessage {
  readonly kwInteractionId: string
  readonly delivered: string | number | null
  readonly readAt: string | number | null
}

/** The echoes among these events, with their conversation. */
export function echoesIn(events: readonly PageEvent[]): (ConversationName & { ts: number; key: string })[] {
  return events.flatMap(({ type, actor, pageId, ts, key }) =>
    type === 'echo' && actor.is === 'person' ? [{ pageId, psid: actor.id, ts, key }] : [],
  )
}

/** The echoes among these events are in `pageMessage`, once. */
export async function recordPageMessages(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  { ids, conversations }: { ids: ReadonlyMap<string, string>; conversations: Conversations },
): Promise<PageMessage[]> {
  const echoes = echoesIn(events)
  if (echoes.length === 0) return []
  const messages = echoes
    .map((echo) => ({
      conversationId: found(conversations, conversationName(echo)).id,
      kwInteractionId: found(ids, echo.key),
      ts: echo.ts,
      midKey: echo.key,
    }))
    .toSorted((a, b) => Number(BigInt(a.conversationId) - BigInt(b.conversationId)) || a.ts - b.ts)
  await insertMessages(
    transaction,
    messages.map(({ conversationId, kwInteractionId, ts, midKey }) => [
      conversationId,
      kwInteractionId,
      ts,
      Buffer.from(midKey, 'hex'),
    ]),
  )
  return messages
}

const insertMessages = createBulkInsert(
  'pageMessage',
  ['conversationId', 'kwInteractionId', 'ts', 'midKey'],
  'ts = pageMessage.ts',
)

/** These messages show the receipts that came before they were recorded. */
export async function applyEarlierReceipts(
  db: Kysely<Database>,
  messages: readonly PageMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const [covered, named] = await Promise.all([findCovering(db, messages), findNaming(db, messages)])
  await again(() => showReceipts(db, [...covered, ...named]))
}

/** The messages that are not younger than the receipts of their conversations, with the times of these. */
async function findCovering(
  db: Kysely<Database>,
  messages: readonly PageMessage[],
): Promise<CoveredMessage[]> {
  const ids = [...new Set(messages.map(({ conversationId }) => conversationId))]
  const conversations = await findConversationsById(db, ids)
  const earlier = messages.filter(({ conversationId, ts }) => {
    const { delivered, read } = conversations.get(conversationId) ?? { delivered: -1, read: -1 }
    return Math.max(delivered, read) >= ts
  })
  return await findFirstReceipts(db, earlier)
}

/**
 * The earliest receipts that cover each message, from the receipts of its conversation since the oldest of these
 * messages.
 */
async function findFirstReceipts(
  db: Kysely<Database>,
  messages: readonly PageMessage[],
): Promise<CoveredMessage[]> {
  if (messages.length === 0) return []
  const oldest = new Map<string, number>()
  for (const { conversationId, ts } of messages) {
    oldest.set(conversationId, Math.min(ts, oldest.get(conversationId) ?? ts))
  }
  const since = [...oldest].flatMap(([id, ts]) =>
    receiptKinds.map((kind) => sql`(conversationId = ${id} and kind = ${kind} and watermark >= ${ts})`),
  )
  const { rows } = await whereAnyOf<EarlierReceipt>(
    sql`select conversationId, kind, watermark from receipt`,
    since,
  ).execute(db)
  const receipts = Map.groupBy(rows, ({ conversationId }) => conversationId)
  return messages.map(({ conversationId, kwInteractionId, ts }) => {
    const covering = (receipts.get(conversationId) ?? []).filter(({ watermark }) => Number(watermark) >= ts)
    return {
      kwInteractionId,
      delivered: earliest(covering),
      readAt: earliest(covering.filter(({ kind }) => kind === 'read')),
    }
  })
}

const receiptKinds: readonly ReceiptKind[] = ['delivery', 'read']

interface EarlierReceipt {
  readonly conversationId: ConversationId
  readonly kind: string
  readonly watermark: string
}

function earliest(receipts: readonly EarlierReceipt[]): number | null {
  return receipts.length === 0 ? null : Math.min(...receipts.map(({ watermark }) => Number(watermark)))
}

/**
 * A receipt may name a message that is younger than its watermark. Such a message was delivered when it was sent, at
 * the earliest.
 */
async function findNaming(db: Kysely<Database>, messages: readonly PageMessage[]): Promise<CoveredMessage[]> {
  const asked = messages.map(
    ({ conversationId, midKey }) => sql`(${conversationId}, ${Buffer.from(midKey, 'hex')})`,
  )
  const { rows } = await sql<{ midKey: Buffer; watermark: string }>`select midKey, watermark from receiptMid
    where (conversationId, midKey) in (${sql.join(asked)})`.execute(db)
  const watermarks = new Map(rows.map(({ midKey, watermark }) => [midKey.toString('hex'), Number(watermark)]))
  return messages.flatMap(({ kwInteractionId, midKey, ts }) => {
    const watermark = watermarks.get(midKey)
    return watermark === undefined
      ? []
      : [{ kwInteractionId, delivered: Math.max(watermark, ts), readAt: null }]
  })
}

/** The messages have these times, or the earlier ones that they had. Flags only go up. */
export async function showReceipts(db: Kysely<Database>, covered: readonly CoveredMessage[]): Promise<void> {
  const known = covered
    .filter(({ delivered, readAt }) => delivered !== null || readAt !== null)
    .toSorted((a, b) => Number(BigInt(a.kwInteractionId) - BigInt(b.kwInteractionId)))
  if (known.length === 0) return
  const rows = known.map(
    ({ kwInteractionId, delivered, readAt }) =>
      sql`select cast(${kwInteractionId} as unsigned) as id, ${timeOf(delivered)} as delivered, ${timeOf(readAt)} as readAt`,
  )
  await sql`update chanFacebookMessenger m
    join (
      select id, min(cast(delivered as datetime(3))) as delivered, min(cast(readAt as datetime(3))) as readAt
      from (${sql.join(rows, sql` union all `)}) one group by id
    ) c on c.id = m.kwInteractionId
    set m.deliveredFlag = if(c.delivered is null, m.deliveredFlag, 1),
      m.deliveredTs = least(coalesce(m.deliveredTs, c.delivered), coalesce(c.delivered, m.deliveredTs)),
      m.readFlag = if(c.readAt is null, m.readFlag, 1),
      m.readTs = least(coalesce(m.readTs, c.readAt), coalesce(c.readAt, m.readTs))
  `.execute(db)
}

function timeOf(ms: string | number | null): Date | null {
  return ms === null ? null : new Date(Number(ms))
}
