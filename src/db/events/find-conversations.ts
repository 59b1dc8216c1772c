import type { Kysely } from 'kysely'
import type { Receipt } from '../../domain/event.ts'
import { greatestOf } from '../mysql/latest-value.ts'
import type { Database } from '../mysql/schema.ts'

/** One person's thread with one Page. */
export interface ConversationName {
  readonly pageId: string
  readonly psid: string
}

export interface Conversation {
  readonly id: string
  /** Greatest watermarks so far, in ms; -1 where there is none. */
  readonly delivered: number
  readonly read: number
}

/** By `conversationName`. */
export type Conversations = ReadonlyMap<string, Conversation>

/** These conversations by `conversationName`; those not seen before are made. In sorted order: no deadlocks. */
export async function findOrCreateConversations(
  db: Kysely<Database>,
  names: readonly ConversationName[],
): Promise<Map<string, Conversation>> {
  const wanted = new Map(names.map((name) => [conversationName(name), name]))
  const known = await findConversations(db, [...wanted.values()])
  const missing = [...wanted].filter(([name]) => !known.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return known
  const made = missing.map(([, { pageId, psid }]) => ({ pageId, psid }))
  await db
    .insertInto('conversation')
    .values(made)
    .onDuplicateKeyUpdate(({ ref }) => ({ psid: ref('conversation.psid') })) // never `id`: docs/decisions/0002-upserts.md
    .execute()
  return new Map([...known, ...(await findConversations(db, made))])
}

export function conversationName({ pageId, psid }: ConversationName): string {
  return `${pageId} ${psid}` // ids hold no spaces
}

/** The conversations know their greatest watermarks; lower ones change nothing. */
export async function raiseWatermarks(
  db: Kysely<Database>,
  receipts: readonly (Receipt & { readonly conversationId: string })[],
): Promise<void> {
  const rows = [...Map.groupBy(receipts, ({ conversationId }) => conversationId)].map(
    ([id, [first, ...more]]) => {
      const { pageId = '', psid = '' } = first ?? {}
      const of = (kind: Receipt['kind']): number | null => {
        const times = [first, ...more].flatMap((one) => (one?.kind === kind ? [one.watermark] : []))
        return times.length === 0 ? null : Math.max(...times)
      }
      return { id, pageId, psid, deliveredWatermark: of('delivery'), readWatermark: of('read') }
    },
  )
  await db
    .insertInto('conversation')
    .values(rows.toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id))))
    .onDuplicateKeyUpdate({
      deliveredWatermark: greatestOf<string>('conversation', 'deliveredWatermark'),
      readWatermark: greatestOf<string>('conversation', 'readWatermark'),
    })
    .execute()
}

/** The conversations of these ids as they are now, by id. */
export async function findConversationsById(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<Map<string, Conversation>> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'deliveredWatermark', 'readWatermark'])
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
    .select(['id', 'pageId', 'psid', 'deliveredWatermark', 'readWatermark'])
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
  readonly id: string
  readonly deliveredWatermark: string | null
  readonly readWatermark: string | null
}

function fromRow({ id, deliveredWatermark, readWatermark }: WatermarkRow): Conversation {
  return {
    id,
    delivered: Number(deliveredWatermark ?? -1),
    read: Number(readWatermark ?? -1),
  }
}
