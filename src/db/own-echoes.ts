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
  for (const { id, event } of echoes) {
    const mid = event.messenger.mid ?? null
    await sql`update outbound o join conversation c on c.id = o.conversationId
      set o.platformId = ${mid}, o.recordedTs = coalesce(o.recordedTs, ${now}),
        o.settledTs = coalesce(o.settledTs, ${now}), o.reason = null,
        c.wakeTs = if(o.state = 'sent', c.wakeTs, ${now}), o.state = 'sent'
      where o.id = ${id} and c.pageId = ${event.pageId} and (o.platformId is null or o.platformId = ${mid})`.execute(
      transaction,
    )
    await showTime(transaction, found(ids, event.key), event.ts)
  }
}

function toOwnEcho(event: MessengerEvent): { id: string; event: MessengerEvent }[] {
  const ours = event.type === 'echo' ? fromMetadata(event.messenger.metadata) : undefined
  return ours === undefined ? [] : [{ id: ours.id, event }]
}

async function showTime(transaction: Transaction<Database>, id: string, ts: number): Promise<void> {
  const time = new Date(ts)
  await sql`update interaction i join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    set i.ts = ${time}, m.timestamp = ${time}, m.epochTs = ${new Date(ts - (ts % 1000))}
    where i.kwInteractionId = ${id}`.execute(transaction)
  await sql`delete earlier from pageMessage earlier join pageMessage later
      on later.conversationId = earlier.conversationId and later.kwInteractionId = earlier.kwInteractionId
    where earlier.kwInteractionId = ${id} and earlier.ts < later.ts`.execute(transaction)
}
