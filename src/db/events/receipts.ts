import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationId, Psid } from '../../domain/ids.ts'
import type { Receipt } from '../../domain/event.ts'
import { createBatchedWrite } from './batched-write.ts'
import { conversationName, findOrCreateConversations, raiseWatermarks } from './find-conversations.ts'
import { whereAnyOf } from '../mysql/any-of.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { found } from '../mysql/require-found.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import { type CoveredMessage, showReceipts } from './page-messages.ts'
import { type CoveredRange, findCoveredRanges, type Watermarks } from './receipt-ranges.ts'
import type { Database } from '../mysql/schema.ts'

export interface Receipts {
  /**
   * A message of the Page is delivered at the earliest watermark (of a delivery or a read) that is not before it, and
   * read at the earliest such watermark of a read. Any order gives the same result, also for messages that are
   * recorded later (`page-messages.ts`).
   */
  record(receipts: readonly Receipt[]): Promise<void>
}

export interface ReceiptsOptions {
  /** Which of these ids belong to customers who were forgotten: their receipts are dropped. Absent: nobody is. */
  readonly isForgotten?: (db: Kysely<Database>, psids: readonly Psid[]) => Promise<ReadonlySet<Psid>>
  /** Gets the receipts that were dropped. They are in no table but the raw ledger. */
  readonly noteLate?: (receipts: readonly Receipt[]) => Promise<void>
}

/**
 * Two steps, and both can be repeated: the watermarks are committed, then shown on the messages that they cover. A
 * message that is recorded at the same time does the reverse, so the one that commits later sees the other.
 */
export function createReceipts(
  db: Kysely<Database>,
  { isForgotten, noteLate }: ReceiptsOptions = {},
): Receipts {
  const write = createBatchedWrite({
    async write(receipts: readonly Receipt[]) {
      const placed = await inTransaction(db, (transaction) =>
        insertReceipts(transaction, receipts, isForgotten),
      )
      if (placed.receipts.length > 0) await again(() => applyReceipts(db, placed))
      if (placed.late.length > 0) await noteLate?.(placed.late)
    },
    follow: async () => {},
    laneOf: ({ psid }) => psid,
  })
  return { record: write }
}

interface Placed {
  /** Of customers who were forgotten. */
  readonly late: readonly Receipt[]
  readonly receipts: readonly (Receipt & { readonly conversationId: ConversationId })[]
  /** What was known of their conversations before. */
  readonly watermarks: ReadonlyMap<string, Watermarks>
}

async function insertReceipts(
  transaction: Transaction<Database>,
  received: readonly Receipt[],
  isForgotten: ReceiptsOptions['isForgotten'],
): Promise<Placed> {
  // The conversation of a forgotten customer is gone. Only unknown ones are looked up.
  const conversations = await findOrCreateConversations(transaction, received, async (missing) => {
    const gone = await isForgotten?.(transaction, [...new Set(missing.map(({ psid }) => psid))])
    return gone === undefined ? missing : missing.filter(({ psid }) => !gone.has(psid))
  })
  const isPlaced = (receipt: Receipt) => conversations.has(conversationName(receipt))
  const receipts = received.filter(isPlaced)
  const late = received.filter((receipt) => !isPlaced(receipt))
  if (receipts.length === 0) return { late, receipts: [], watermarks: new Map() }
  const placed = receipts
    .map((receipt) => ({ ...receipt, conversationId: found(conversations, conversationName(receipt)).id }))
    .toSorted(byPrimaryKey)
  await insertWatermarks(
    transaction,
    placed.map(({ conversationId, kind, watermark }) => [conversationId, kind, watermark]),
  )
  await insertNamed(transaction, placed)
  await raiseWatermarks(transaction, placed)
  return {
    late,
    receipts: placed,
    watermarks: new Map([...conversations.values()].map((one) => [one.id, one])),
  }
}

const insertWatermarks = createBulkInsert(
  'receipt',
  ['conversationId', 'kind', 'watermark'],
  'kind = receipt.kind',
)

type PlacedReceipt = Placed['receipts'][number]

function byPrimaryKey(a: PlacedReceipt, b: PlacedReceipt): number {
  if (a.conversationId !== b.conversationId)
    return Number(BigInt(a.conversationId) - BigInt(b.conversationId))
  return a.kind === b.kind ? a.watermark - b.watermark : a.kind < b.kind ? -1 : 1
}

/** A message that a receipt names may be younger than its watermark. */
async function insertNamed(
  transaction: Transaction<Database>,
  placed: readonly PlacedReceipt[],
): Promise<void> {
  const rows = placed
    .flatMap(({ conversationId, watermark, mids = [] }) =>
      mids.map((mid) => ({ conversationId, mid, watermark })),
    )
    .toSorted((a, b) => (`${a.conversationId} ${a.mid}` < `${b.conversationId} ${b.mid}` ? -1 : 1))
    .map(({ conversationId, mid, watermark }) => [conversationId, Buffer.from(mid, 'hex'), watermark])
  await insertMids(transaction, rows)
}

const insertMids = createBulkInsert(
  'receiptMid',
  ['conversationId', 'midKey', 'watermark'],
  'watermark = least(receiptMid.watermark, values(watermark))',
)

async function applyReceipts(db: Kysely<Database>, { receipts, watermarks }: Placed): Promise<void> {
  const [covered, named] = await Promise.all([
    findCoveredRanges(db, receipts, watermarks).then((ranges) => findCovered(db, ranges)),
    findNamed(db, receipts),
  ])
  await showReceipts(db, [...covered, ...named])
}

async function findCovered(db: Kysely<Database>, ranges: readonly CoveredRange[]): Promise<CoveredMessage[]> {
  const open = ranges.filter(({ after, upTo }) => after < upTo)
  if (open.length === 0) return []
  const { rows } = await whereAnyOf<{ conversationId: ConversationId; ts: string; kwInteractionId: string }>(
    sql`select conversationId, ts, kwInteractionId from pageMessage`,
    open.map(
      ({ conversationId, after, upTo }) =>
        sql`(conversationId = ${conversationId} and ts > ${after} and ts <= ${upTo})`,
    ),
  ).execute(db)
  const byConversation = Map.groupBy(open, ({ conversationId }) => conversationId)
  return rows.flatMap(({ conversationId, ts, kwInteractionId }) =>
    (byConversation.get(conversationId) ?? [])
      .filter(({ after, upTo }) => Number(ts) > after && Number(ts) <= upTo)
      .map(({ effect, upTo }) => ({
        kwInteractionId,
        delivered: effect === 'delivered' ? upTo : null,
        readAt: effect === 'read' ? upTo : null,
      })),
  )
}

/**
 * Messages that a receipt names although they are younger than its watermark. They were delivered when they were
 * sent, at the earliest.
 */
async function findNamed(
  db: Kysely<Database>,
  receipts: readonly PlacedReceipt[],
): Promise<CoveredMessage[]> {
  const asked = receipts.flatMap(({ conversationId, watermark, mids = [] }) =>
    mids.map(
      (mid) =>
        sql`(conversationId = ${conversationId} and ts > ${watermark} and midKey = ${Buffer.from(mid, 'hex')})`,
    ),
  )
  if (asked.length === 0) return []
  const { rows } = await whereAnyOf<CoveredMessage>(
    sql`select kwInteractionId, ts as delivered, null as readAt from pageMessage`,
    asked,
  ).execute(db)
  return rows
}
