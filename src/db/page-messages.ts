import { sql, type Transaction } from 'kysely'
import type { PageEvent } from '../domain/event.ts'
import { conversationName, findOrCreateConversations } from './conversations.ts'
import { found } from './found.ts'
import type { Database } from './schema.ts'

/** The Page's own messages, by conversation and time: what receipts are about. Known from their echoes. */
export interface PageMessage {
  readonly conversationId: string
  readonly kwInteractionId: string
  /** ms since the epoch */
  readonly ts: number
  /** Event key of the echo, as receipts name it. */
  readonly midKey: string
}

/** A message and the times it was delivered and read, in ms, as far as they are known. */
export interface CoveredMessage {
  readonly kwInteractionId: string
  readonly delivered: string | number | null
  readonly readAt: string | number | null
}

/** The echoes among these events are listed in `pageMessage`, once. */
export async function recordPageMessages(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<PageMessage[]> {
  const echoes = events.flatMap(({ type, actor, pageId, ts, key }) =>
    type === 'echo' && actor.is === 'person' ? [{ pageId, psid: actor.id, ts, key }] : [],
  )
  if (echoes.length === 0) return []
  const conversations = await findOrCreateConversations(transaction, echoes)
  const messages = echoes
    .map((echo) => ({
      conversationId: found(conversations, conversationName(echo)),
      kwInteractionId: found(ids, echo.key),
      ts: echo.ts,
      midKey: echo.key,
    }))
    .toSorted((a, b) => Number(BigInt(a.conversationId) - BigInt(b.conversationId)) || a.ts - b.ts)
  await transaction
    .insertInto('pageMessage')
    .values(messages.map((message) => ({ ...message, midKey: Buffer.from(message.midKey, 'hex') })))
    .onDuplicateKeyUpdate(({ ref }) => ({ ts: ref('pageMessage.ts') }))
    .execute()
  return messages
}

/** Receipts that came before these messages were recorded are shown on them. */
export async function applyEarlierReceipts(
  transaction: Transaction<Database>,
  messages: readonly PageMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const asked = messages.map(
    ({ conversationId, kwInteractionId, ts, midKey }) =>
      sql`select cast(${conversationId} as unsigned) as conversationId, cast(${kwInteractionId} as unsigned) as kwInteractionId, cast(${ts} as unsigned) as ts,
        cast(${Buffer.from(midKey, 'hex')} as binary(16)) as midKey`,
  )
  const { rows } = await sql<CoveredMessage & { deliveredBy: string | null; namedBy: string | null }>`
    select q.kwInteractionId,
      (select min(r.watermark) from receipt r where r.conversationId = q.conversationId and r.kind in ('delivery', 'read')
        and r.watermark >= q.ts) as delivered,
      (select min(r.watermark) from receipt r where r.conversationId = q.conversationId and r.kind = 'read'
        and r.watermark >= q.ts) as readAt,
      (select greatest(n.watermark, q.ts) from receiptMid n
        where n.conversationId = q.conversationId and n.midKey = q.midKey) as namedBy
    from (${sql.join(asked, sql` union all `)}) q
  `.execute(transaction)
  const named = rows.map(({ kwInteractionId, namedBy }) => ({
    kwInteractionId,
    delivered: namedBy,
    readAt: null,
  }))
  await showReceipts(transaction, [...rows, ...named])
}

/** The messages carry these times, or the earlier ones they had; flags only go up. */
export async function showReceipts(
  transaction: Transaction<Database>,
  covered: readonly CoveredMessage[],
): Promise<void> {
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
  `.execute(transaction)
}

function timeOf(ms: string | number | null): Date | null {
  return ms === null ? null : new Date(Number(ms))
}
