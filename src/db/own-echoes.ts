/** Echoes of what we sent: the surest sign that it was sent, whatever became of the call's answer. */
import { sql, type Transaction } from 'kysely'
import { isMessengerEvent, type MessengerEvent, type PageEvent } from '../domain/event.ts'
import { fromMetadata } from '../domain/outbound.ts'
import { found } from './found.ts'
import type { Database } from './schema.ts'

/**
 * The rows of the outbox that these echoes are of are sent, and recorded; their conversations are looked at again, as the
 * next message may have waited for it. The message's time is the echo's from now on: until then it was our clock's.
 */
export async function recordOwnEchoes(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  { ids, now }: { ids: ReadonlyMap<string, string>; now: number },
): Promise<void> {
  const echoes = events
    .filter(isMessengerEvent)
    .flatMap((event) => toOwnEcho(event))
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  const waited: string[] = []
  for (const { id, claimedTs, event } of echoes) {
    const interactionId = found(ids, event.key)
    const row = await find(transaction, { id, event, interactionId })
    if (row === undefined) continue
    const isNews = await settle(transaction, row, { id, claimedTs, event, now })
    if (isNews) waited.push(row.conversationId)
    if (row.ts?.getTime() !== event.ts) await showTime(transaction, interactionId, event)
  }
  await wake(transaction, waited, now)
}

interface FoundRow {
  readonly conversationId: string
  readonly state: string
  readonly platformId: string | null
  readonly recordedTs: string | null
  /** Of the interaction. */
  readonly ts: Date | null
}

/**
 * Read without a lock: usually the answer of the call was first, and little or nothing is written. Two transactions that lock such
 * rows one by one, each in its own order, would wait for each other in a circle.
 */
async function find(
  transaction: Transaction<Database>,
  { id, event, interactionId }: { id: string; event: MessengerEvent; interactionId: string },
): Promise<FoundRow | undefined> {
  return await transaction
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .innerJoin('interaction as i', (join) => join.on('i.kwInteractionId', '=', interactionId))
    .select(['o.conversationId', 'o.state', 'o.platformId', 'o.recordedTs', 'i.ts'])
    .where('o.id', '=', id)
    .where('c.pageId', '=', event.pageId)
    .executeTakeFirst()
}

/** Returns whether the row's outcome was not known before. */
async function settle(
  transaction: Transaction<Database>,
  { state, platformId, recordedTs }: FoundRow,
  { id, claimedTs, event, now }: OwnEcho & { readonly now: number },
): Promise<boolean> {
  const mid = event.messenger.mid ?? null
  if (state === 'sent' && platformId === mid && recordedTs !== null) return false
  if (state !== 'sent') {
    const { numAffectedRows: settled } = await sql`update outbound
      set platformId = ${mid}, recordedTs = coalesce(recordedTs, ${now}), settledTs = coalesce(settledTs, ${now}),
        reason = null, state = 'sent'
      where id = ${id} and state <> 'sent' and claimedTs >= ${claimedTs} and (platformId is null or platformId = ${mid})`.execute(
      transaction,
    )
    if (settled === 1n) return true
  }
  await sql`update outbound
    set platformId = ${mid}, recordedTs = coalesce(recordedTs, ${now}), reason = null
    where id = ${id} and state = 'sent' and claimedTs >= ${claimedTs} and (platformId is null or platformId = ${mid})`.execute(
    transaction,
  )
  return false
}

/** In one statement, in the order of the key. */
async function wake(
  transaction: Transaction<Database>,
  conversationIds: readonly string[],
  now: number,
): Promise<void> {
  if (conversationIds.length === 0) return
  await transaction
    .updateTable('conversation')
    .set({ wakeTs: String(now) })
    .where('id', 'in', conversationIds)
    .execute()
}

/** `claimedTs`: an echo of another installation's row of the same number, or of an older database, is not of this row. */
interface OwnEcho {
  readonly id: string
  readonly claimedTs: number
  readonly event: MessengerEvent
}

function toOwnEcho(event: MessengerEvent): OwnEcho[] {
  const ours = event.type === 'echo' ? fromMetadata(event.messenger.metadata) : undefined
  return ours === undefined ? [] : [{ ...ours, event }]
}

async function showTime(
  transaction: Transaction<Database>,
  id: string,
  { ts, pageId, actor }: MessengerEvent,
): Promise<void> {
  const time = new Date(ts)
  await sql`update interaction i join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    set i.ts = ${time}, m.timestamp = ${time}, m.epochTs = ${new Date(ts - (ts % 1000))}
    where i.kwInteractionId = ${id}`.execute(transaction)
  await sql`delete earlier from pageMessage earlier join pageMessage later
      on later.conversationId = earlier.conversationId and later.kwInteractionId = earlier.kwInteractionId
    join conversation c on c.id = earlier.conversationId
    where c.pageId = ${pageId} and c.psid = ${actor.is === 'person' ? actor.id : ''}
      and earlier.kwInteractionId = ${id} and earlier.ts < later.ts`.execute(transaction)
}
