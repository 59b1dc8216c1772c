/** Echoes of what we sent: the surest sign that it was sent, whatever became of the call's answer. */
import type { ConversationId, PageId } from '../../domain/ids.ts'
import { sql, type Transaction } from 'kysely'
import { isMessengerEvent, type MessengerEvent, type PageEvent } from '../../domain/event.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import type { RecordedEvents } from '../events/event-rows.ts'
import { found } from '../mysql/require-found.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The rows of the outbox that these echoes are of are sent, and recorded; their conversations are looked at again, as the
 * next message may have waited for it. The message's time is the echo's from now on: until then it was our clock's. A handful of
 * statements, however many echoes: the transaction holds rows that others wait for.
 */
export async function recordOwnEchoes(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  { ids, times, now }: Pick<RecordedEvents, 'ids' | 'times'> & { now: number },
): Promise<void> {
  const echoes = events
    .filter(isMessengerEvent)
    .flatMap((event) => toOwnEcho(event, ids))
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
  const waited = ours.filter(({ row }) => row.state !== 'sent').map(({ row }) => row.conversationId)
  for (const { event, interactionId } of ours)
    if (times.get(event.key) !== event.ts) await showTime(transaction, interactionId, event)
  await wake(transaction, waited, now)
}

/** `claimedTs`: an echo of another installation's row of the same number, or of an older database, is not of this row. */
interface OwnEcho {
  readonly id: string
  readonly claimedTs: number
  readonly mid: string | null
  readonly interactionId: string
  readonly event: MessengerEvent
}

interface FoundEcho extends OwnEcho {
  readonly row: FoundRow
}

function isKnown({ row, mid }: FoundEcho): boolean {
  return row.state === 'sent' && row.platformId === mid && row.recordedTs !== null
}

function toOwnEcho(event: MessengerEvent, ids: ReadonlyMap<string, string>): OwnEcho[] {
  const ours = event.type === 'echo' ? fromMetadata(event.messenger.metadata) : undefined
  if (ours === undefined) return []
  return [{ ...ours, event, mid: event.messenger.mid ?? null, interactionId: found(ids, event.key) }]
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
 * Read without a lock: usually the answer of the call was first, and little or nothing is written. Two transactions that lock such
 * rows one by one, each in its own order, would wait for each other in a circle.
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
  const told = echoes.map(
    ({ id, claimedTs, mid }) =>
      sql`select cast(${id} as unsigned) as id, cast(${claimedTs} as signed) as claimedTs, cast(${mid} as char charset ascii) collate ascii_bin as mid`,
  )
  await sql`update outbound o join (${sql.join(told, sql` union all `)}) e on e.id = o.id
    set o.platformId = e.mid, o.recordedTs = coalesce(o.recordedTs, ${now}), o.settledTs = coalesce(o.settledTs, ${now}),
      o.reason = null, o.state = 'sent'
    where o.claimedTs >= e.claimedTs and (o.platformId is null or o.platformId = e.mid)`.execute(transaction)
}

/** In one statement, in the order of the key. */
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

/** Where the answer of the call was recorded first, the row's time is not Facebook's. */
async function showTime(
  transaction: Transaction<Database>,
  interactionId: string,
  { ts, pageId, actor }: MessengerEvent,
): Promise<void> {
  const time = new Date(ts)
  await sql`update interaction i join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    set i.ts = ${time}, m.timestamp = ${time}, m.epochTs = ${new Date(ts - (ts % 1000))}
    where i.kwInteractionId = ${interactionId}`.execute(transaction)
  // Of a private reply this is another conversation than that of its comment.
  await sql`delete earlier from pageMessage earlier join pageMessage later
      on later.conversationId = earlier.conversationId and later.kwInteractionId = earlier.kwInteractionId
    join conversation c on c.id = earlier.conversationId
    where c.pageId = ${pageId} and c.psid = ${actor.is === 'person' ? actor.id : ''}
      and earlier.kwInteractionId = ${interactionId} and earlier.ts < later.ts`.execute(transaction)
}
