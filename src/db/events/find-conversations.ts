import type { Kysely } from 'kysely'
import type { ConversationId, PageId, Psid } from '../../domain/ids.ts'
import type { Receipt } from '../../domain/event.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { raises } from '../mysql/latest-value.ts'
import type { Database } from '../mysql/schema.ts'

/** The thread of one customer with one Page. */
export interface ConversationName {
  readonly pageId: PageId
  readonly psid: Psid
}

export interface Conversation {
  readonly id: ConversationId
  /** The greatest watermarks so far, ms; -1 if there is none. */
  readonly delivered: number
  readonly read: number
  /** When the customer last wrote or tapped, ms; -1: never. */
  readonly lastInbound: number
  /** The customer's first event, ms; 0: before it was recorded; -1: none yet. */
  readonly firstInbound: number
}

/** By `conversationName`. */
export type Conversations = ReadonlyMap<string, Conversation>

/**
 * These conversations by `conversationName`. Missing ones are created, in sorted order so that no deadlock occurs; with
 * `mayCreate` only those that it returns.
 */
export async function findOrCreateConversations(
  db: Kysely<Database>,
  names: readonly ConversationName[],
  mayCreate?: (missing: readonly ConversationName[]) => Promise<readonly ConversationName[]>,
): Promise<Map<string, Conversation>> {
  const wanted = new Map(names.map((name) => [conversationName(name), name]))
  const known = await findConversations(db, [...wanted.values()])
  const missing = [...wanted].filter(([name]) => !known.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return known
  const allowed = missing.map(([, { pageId, psid }]) => ({ pageId, psid }))
  const made = mayCreate === undefined ? allowed : await mayCreate(allowed)
  if (made.length === 0) return known
  await insertConversations(
    db,
    made.map(({ pageId, psid }) => [pageId, psid]),
  )
  return new Map([...known, ...(await findConversations(db, made))])
}

const insertConversations = createBulkInsert(
  'conversation',
  ['pageId', 'psid'],
  'psid = conversation.psid', // never `id`: docs/decisions/0002-upserts.md
)

export function conversationName({ pageId, psid }: ConversationName): string {
  return `${pageId} ${psid}` // ids have no spaces
}

/** The conversations store the greatest watermarks. Lower ones change nothing. */
export async function raiseWatermarks(
  db: Kysely<Database>,
  receipts: readonly (Receipt & { readonly conversationId: ConversationId })[],
): Promise<void> {
  const rows = new Map<ConversationId, RaisedRow>()
  for (const { conversationId: id, pageId, psid, kind, watermark } of receipts) {
    const row = rows.get(id) ?? { id, pageId, psid, deliveredWatermark: null, readWatermark: null }
    const column = kind === 'delivery' ? 'deliveredWatermark' : 'readWatermark'
    rows.set(id, { ...row, [column]: Math.max(row[column] ?? 0, watermark) })
  }
  const sorted = [...rows.values()].toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
  await insertWatermarks(
    db,
    sorted.map((row) => [row.id, row.pageId, row.psid, row.deliveredWatermark, row.readWatermark]),
  )
}

const insertWatermarks = createBulkInsert(
  'conversation',
  ['id', 'pageId', 'psid', 'deliveredWatermark', 'readWatermark'],
  ['deliveredWatermark', 'readWatermark'].map((column) => raises('conversation', column)).join(', '),
)

interface RaisedRow extends ConversationName {
  readonly id: ConversationId
  readonly deliveredWatermark: number | null
  readonly readWatermark: number | null
}

/** The current conversations of these ids, by id. */
export async function findConversationsById(
  db: Kysely<Database>,
  ids: readonly ConversationId[],
): Promise<Map<string, Conversation>> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'deliveredWatermark', 'readWatermark', 'lastInboundTs', 'firstInboundTs'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

async function findConversations(
  db: Kysely<Database>,
  names: readonly ConversationName[],
): Promise<Map<string, Conversation>> {
  const byPage = [...Map.groupBy(names, ({ pageId }) => pageId)]
  if (byPage.length === 0) return new Map()
  const rows = await db
    .selectFrom('conversation')
    .select([
      'id',
      'pageId',
      'psid',
      'deliveredWatermark',
      'readWatermark',
      'lastInboundTs',
      'firstInboundTs',
    ])
    .where(({ and, eb, or }) =>
      or(
        byPage.map(([pageId, ofPage]) =>
          and([
            eb('pageId', '=', pageId),
            eb(
              'psid',
              'in',
              ofPage.map(({ psid }) => psid),
            ),
          ]),
        ),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [conversationName(row), fromRow(row)]))
}

interface WatermarkRow {
  readonly id: ConversationId
  readonly deliveredWatermark: string | null
  readonly readWatermark: string | null
  readonly lastInboundTs: string | null
  readonly firstInboundTs: string | null
}

function fromRow({
  id,
  deliveredWatermark,
  readWatermark,
  lastInboundTs,
  firstInboundTs,
}: WatermarkRow): Conversation {
  return {
    id,
    delivered: Number(deliveredWatermark ?? -1),
    read: Number(readWatermark ?? -1),
    lastInbound: Number(lastInboundTs ?? -1),
    firstInbound: Number(firstInboundTs ?? (lastInboundTs === null ? -1 : 0)),
  }
}
