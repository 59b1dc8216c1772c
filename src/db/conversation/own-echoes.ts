/**
 * Echoes of our own messages. An echo proves that its message was sent, also where the response of the call was lost.
 */
import type { ConversationId, PageId } from '../../domain/ids.ts'
import { sql, type Transaction } from 'kysely'
import { isMessengerEvent, type MessengerEvent, type PageEvent } from '../../domain/event.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The outbound rows of these echoes are sent and recorded. Their conversations are woken, as a later message may wait.
 * The number of statements does not grow with the number of echoes, as other workers wait for rows that this transaction
 * locks. A record of our own (`fromResponse`) marks nothing: `record-sent.ts` marks the row when all is written.
 */
export async function recordOwnEchoes(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  now: number,
): Promise<void> {
  const echoes = events
    .filter(isMessengerEvent)
    .flatMap(toOwnEcho)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  if (echoes.length === 0) return
  const rows = await findRows(transaction, echoes)
  const ours = echoes.flatMap((echo) => {
    const row = rows.get(echo.id)
    return row === undefined || row.pageId !== echo.event.pageId ? [] : [{ ...echo, row }]
  })
  await settle(
    transaction,
    ours.filter((echo) => !isKnown(echo)),
    now,
  )
  const conversationIds = ours.filter(({ row }) => row.state !== 'sent').map(({ row }) => row.conversationId)
  await wake(transaction, conversationIds, now)
}

/** `claimedTs` tells this row from one with the same number in another installation or in an older database. */
interface OwnEcho {
  readonly id: string
  readonly claimedTs: number
  readonly mid: string | null
  readonly event: MessengerEvent
}

interface FoundEcho extends OwnEcho {
  readonly row: FoundRow
}

function isKnown({ row, mid }: FoundEcho): boolean {
  return row.state === 'sent' && row.platformId === mid && row.recordedTs !== null
}

function toOwnEcho(event: MessengerEvent): OwnEcho[] {
  const ours = event.type === 'echo' ? fromMetadata(event.messenger.metadata) : undefined
  if (ours === undefined || event.fromResponse === true) return []
  return [{ ...ours, event, mid: event.messenger.mid ?? null }]
}

interface FoundRow {
  readonly id: string
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly state: string
  readonly platformId: string | null
  readonly recordedTs: string | null
}

/**
 * Read without a lock: usually the response of the call came first, and little or nothing is left to write. Two
 * transactions that lock such rows one by one, in different orders, would wait for each other in a circle.
 */
async function findRows(
  transaction: Transaction<Database>,
  echoes: readonly OwnEcho[],
): Promise<Map<string, FoundRow>> {
  const rows = await transaction
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .select(['o.id', 'o.conversationId', 'o.state', 'o.platformId', 'o.recordedTs', 'c.pageId'])
    .where(
      'o.id',
      'in',
      echoes.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

async function settle(
  transaction: Transaction<Database>,
  echoes: readonly OwnEcho[],
  now: number,
): Promise<void> {
  if (echoes.length === 0) return
  const settled = echoes.map(
    ({ id, claimedTs, mid }) =>
      sql`select cast(${id} as unsigned) as id, cast(${claimedTs} as signed) as claimedTs, cast(${mid} as char charset ascii) collate ascii_bin as mid`,
  )
  await sql`update outbound o join (${sql.join(settled, sql` union all `)}) e on e.id = o.id
    set o.platformId = e.mid, o.recordedTs = coalesce(o.recordedTs, ${now}), o.settledTs = coalesce(o.settledTs, ${now}),
      o.reason = null, o.state = 'sent'
    where o.claimedTs >= e.claimedTs and (o.platformId is null or o.platformId = e.mid)`.execute(transaction)
}

/** One statement locks the rows in the order of the key. */
async function wake(
  transaction: Transaction<Database>,
  conversationIds: readonly ConversationId[],
  now: number,
): Promise<void> {
  if (conversationIds.length === 0) return
  await transaction
    .updateTable('conversation')
    .set({ wakeTs: String(now) })
    .where('id', 'in', conversationIds)
    .execute()
}
