import { type Kysely, sql, type Transaction } from 'kysely'
import type { Receipt } from '../domain/event.ts'
import { createBatchedWrite } from './batched-write.ts'
import { conversationName, findOrCreateConversations, raiseWatermarks } from './conversations.ts'
import { found } from './found.ts'
import { inTransaction } from './in-transaction.ts'
import { type CoveredMessage, showReceipts } from './page-messages.ts'
import type { Database } from './schema.ts'

export interface Receipts {
  /**
   * A message of the Page is delivered at the earliest watermark (delivered or read) not before it, read at the earliest
   * read one: the same in any order, and for messages recorded later too (`page-messages.ts`).
   */
  record(receipts: readonly Receipt[]): Promise<void>
}

/**
 * Two steps, each repeatable: the watermarks are committed, then shown on the messages they cover. A message recorded at the
 * same time does the mirror image: whichever commits later sees the other.
 */
export function createReceipts(db: Kysely<Database>): Receipts {
  return {
    record: createBatchedWrite(async (receipts: readonly Receipt[]) => {
      const placed = await inTransaction(db, (transaction) => insertReceipts(transaction, receipts))
      await inTransaction(db, (transaction) => applyReceipts(transaction, placed))
    }),
  }
}

interface PlacedReceipt extends Receipt {
  readonly conversationId: string
}

async function insertReceipts(
  transaction: Transaction<Database>,
  receipts: readonly Receipt[],
): Promise<PlacedReceipt[]> {
  const ids = await findOrCreateConversations(transaction, receipts)
  const placed = receipts
    .map((receipt) => ({ ...receipt, conversationId: found(ids, conversationName(receipt)) }))
    .toSorted(byConversationKindWatermark)
  await transaction
    .insertInto('receipt')
    .values(placed.map(({ conversationId, kind, watermark }) => ({ conversationId, kind, watermark })))
    .onDuplicateKeyUpdate(({ ref }) => ({ kind: ref('receipt.kind') }))
    .execute()
  await insertNamed(transaction, placed)
  await raiseWatermarks(transaction, receipts, ids)
  return placed
}

function byConversationKindWatermark(a: PlacedReceipt, b: PlacedReceipt): number {
  if (a.conversationId !== b.conversationId)
    return BigInt(a.conversationId) < BigInt(b.conversationId) ? -1 : 1
  return a.kind === b.kind ? a.watermark - b.watermark : a.kind < b.kind ? -1 : 1
}

/** Messages that a receipt names may be younger than its watermark. */
async function insertNamed(
  transaction: Transaction<Database>,
  placed: readonly PlacedReceipt[],
): Promise<void> {
  const rows = placed
    .flatMap(({ conversationId, watermark, mids = [] }) =>
      mids.map((mid) => ({ conversationId, mid, watermark })),
    )
    .toSorted((a, b) => (`${a.conversationId} ${a.mid}` < `${b.conversationId} ${b.mid}` ? -1 : 1))
    .map(({ conversationId, mid, watermark }) => ({
      conversationId,
      midKey: Buffer.from(mid, 'hex'),
      watermark,
    }))
  if (rows.length === 0) return
  await transaction
    .insertInto('receiptMid')
    .values(rows)
    .onDuplicateKeyUpdate({ watermark: sql<string>`least(receiptMid.watermark, values(watermark))` })
    .execute()
}

/** Each receipt covers the messages since the one before it: those older are covered by an earlier watermark already. */
async function applyReceipts(
  transaction: Transaction<Database>,
  placed: readonly PlacedReceipt[],
): Promise<void> {
  const asked = placed.map(
    ({ conversationId, watermark }) =>
      sql`select cast(${conversationId} as unsigned) as conversationId, cast(${watermark} as unsigned) as watermark`,
  )
  const { rows: messages } = await sql<CoveredMessage>`
    select m.kwInteractionId,
      case when m.ts <= a.watermark and m.ts > coalesce(a.anyBefore, -1) then a.watermark end as delivered,
      case when a.kind = 'read' and m.ts <= a.watermark and m.ts > coalesce(a.readBefore, -1) then a.watermark end as readAt
    from (
      select r.conversationId, r.kind, r.watermark,
        (select max(b.watermark) from receipt b where b.conversationId = r.conversationId and b.watermark < r.watermark
          and b.kind in ('delivery', 'read')) as anyBefore,
        (select max(b.watermark) from receipt b where b.conversationId = r.conversationId and b.watermark < r.watermark
          and b.kind = 'read') as readBefore
      from (${sql.join(asked, sql` union distinct `)}) w
      join receipt r on r.conversationId = w.conversationId and r.kind in ('delivery', 'read') and r.watermark = w.watermark
    ) a
    join pageMessage m on m.conversationId = a.conversationId
      and m.ts > coalesce(if(a.kind = 'read', a.readBefore, a.anyBefore), -1) and m.ts <= a.watermark
  `.execute(transaction)
  const named = placed.flatMap(({ conversationId, mids = [], watermark }) =>
    mids.map((mid) => ({ conversationId, mid, watermark })),
  )
  await showReceipts(transaction, [...messages, ...(await findNamed(transaction, named))])
}

/** Messages named by a receipt although they are younger than its watermark: delivered when they were sent, at the earliest. */
async function findNamed(
  transaction: Transaction<Database>,
  named: readonly { conversationId: string; mid: string; watermark: number }[],
): Promise<CoveredMessage[]> {
  if (named.length === 0) return []
  const asked = named.map(
    ({ conversationId, mid, watermark }) =>
      sql`(m.conversationId = ${conversationId} and m.ts > ${watermark} and m.midKey = ${Buffer.from(mid, 'hex')})`,
  )
  const { rows } = await sql<CoveredMessage>`select m.kwInteractionId, m.ts as delivered, null as readAt
    from pageMessage m where ${sql.join(asked, sql` or `)}`.execute(transaction)
  return rows
}
