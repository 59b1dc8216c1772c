import type { Kysely } from 'kysely'
import type { Receipt } from '../domain/event.ts'
import { found } from './found.ts'
import { greatestOf } from './latest-value.ts'
import type { Database } from './schema.ts'

/** One person's thread with one Page. */
export interface Conversation {
  readonly pageId: string
  readonly psid: string
}

/** The ids of these conversations by `conversationName`; those not seen before are made. In sorted order: no deadlocks. */
export async function findOrCreateConversations(
  db: Kysely<Database>,
  conversations: readonly Conversation[],
): Promise<Map<string, string>> {
  const wanted = new Map(conversations.map((conversation) => [conversationName(conversation), conversation]))
  const found = await findConversations(db, [...wanted.values()])
  const missing = [...wanted].filter(([name]) => !found.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return found
  await db
    .insertInto('conversation')
    .values(missing.map(([, { pageId, psid }]) => ({ pageId, psid })))
    .onDuplicateKeyUpdate(({ ref }) => ({ psid: ref('conversation.psid') }))
    .execute()
  return await findConversations(db, [...wanted.values()])
}

export function conversationName({ pageId, psid }: Conversation): string {
  return `${pageId} ${psid}` // ids hold no spaces
}

/** The conversations know their greatest watermarks; lower ones change nothing. */
export async function raiseWatermarks(
  db: Kysely<Database>,
  receipts: readonly Receipt[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = new Map<
    string,
    Conversation & { id: string; deliveredWatermark: number | null; readWatermark: number | null }
  >()
  for (const { pageId, psid, kind, watermark } of receipts) {
    const id = found(ids, conversationName({ pageId, psid }))
    const row = rows.get(id) ?? { id, pageId, psid, deliveredWatermark: null, readWatermark: null }
    rows.set(id, row)
    const column = kind === 'read' ? 'readWatermark' : 'deliveredWatermark'
    row[column] = Math.max(row[column] ?? 0, watermark)
  }
  const sorted = [...rows.values()].toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
  await db
    .insertInto('conversation')
    .values(sorted)
    .onDuplicateKeyUpdate({
      deliveredWatermark: greatestOf<string>('conversation', 'deliveredWatermark'),
      readWatermark: greatestOf<string>('conversation', 'readWatermark'),
    })
    .execute()
}

async function findConversations(
  db: Kysely<Database>,
  conversations: readonly Conversation[],
): Promise<Map<string, string>> {
  const byPage = Map.groupBy(conversations, ({ pageId }) => pageId)
  const ids = new Map<string, string>()
  for (const [pageId, ofPage] of byPage) {
    const rows = await db
      .selectFrom('conversation')
      .select(['id', 'psid'])
      .where('pageId', '=', pageId)
      .where(
        'psid',
        'in',
        ofPage.map(({ psid }) => psid),
      )
      .execute()
    for (const { id, psid } of rows) ids.set(conversationName({ pageId, psid }), id)
  }
  return ids
}
