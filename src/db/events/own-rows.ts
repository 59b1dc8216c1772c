/**
 * Rows of what Pagebeat sent. They are written from Facebook's response, from the webhook, or from both, in any order:
 * each is one row, and the facts of the webhook win.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import { isFeedEvent, type PageEvent, timeless } from '../../domain/event.ts'
import type { ProfileId } from '../../domain/ids.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import { dayOf, eventDayOf } from '../../domain/event-key.ts'
import { found } from '../mysql/require-found.ts'
import type { Database } from '../mysql/schema.ts'
import { conversationName, type Conversations } from './find-conversations.ts'
import type { RecordedEvents } from './event-rows.ts'
import type { People } from './people.ts'

const dayMs = 86_400_000

/**
 * A row is unique by day and key, and the two sources tell two times: our clock at the claim, and Facebook's. Nearer
 * than this to midnight (UTC) they may be on two days. Two clocks, and a second claim, are minutes apart at most.
 */
const nearMidnightMs = 10 * 60_000

/**
 * What we sent near midnight gets the day of its row, if it has one. The upsert of `contentState` lets one transaction
 * at a time ask for it. This costs two statements a batch, and only near midnight.
 */
export async function agreeOnDays(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
): Promise<readonly PageEvent[]> {
  const near = events.filter((event) => isOfOurs(event) && isNearMidnight(event))
  if (near.length === 0) return events
  const keys = near.map(({ key }) => Buffer.from(key, 'hex')).toSorted((a, b) => a.compare(b))
  await transaction
    .insertInto('contentState')
    .values(keys.map((contentKey) => ({ contentKey })))
    .onDuplicateKeyUpdate(({ ref }) => ({ contentKey: ref('contentState.contentKey') }))
    .execute()
  const days = near.flatMap((event) => daysAround(event.dayTs ?? event.ts))
  const rows = await transaction
    .selectFrom('interaction')
    .select(['eventDay', 'eventKey'])
    .where('eventDay', 'in', [...new Set(days)])
    .where('eventKey', 'in', keys)
    .execute()
  const dayOfKey = new Map(rows.map(({ eventDay, eventKey }) => [eventKey?.toString('hex'), eventDay]))
  return events.map((event) => {
    const day = dayOfKey.get(event.key)
    return day === undefined || day === null || day === eventDayOf(event)
      ? event
      : { ...event, dayTs: Date.parse(day) }
  })
}

/** A comment by the Page, or a message with our metadata. Of these alone two sources tell. */
function isOfOurs(event: PageEvent): boolean {
  if (event.direction !== 'out' || event.creates?.key !== event.key) return false
  return isFeedEvent(event)
    ? event.creates.of === 'comment'
    : fromMetadata(event.messenger.metadata) !== undefined
}

function isNearMidnight({ ts, dayTs = ts }: PageEvent): boolean {
  return daysAround(dayTs).length > 1
}

function daysAround(ts: number): string[] {
  return [...new Set([ts - nearMidnightMs, ts, ts + nearMidnightMs].map(dayOf))].filter(
    (day) => Math.abs(Date.parse(day) + dayMs / 2 - ts) < dayMs / 2 + nearMidnightMs,
  )
}

/** A response that is recorded after its webhook has the webhook's time; an event without a time that of its first arrival. */
export function atKnownTimes(
  events: readonly PageEvent[],
  times: RecordedEvents['times'],
): readonly PageEvent[] {
  return events.map((event) => {
    const isKnown = event.fromResponse === true || event.dayTs === timeless
    const ts = isKnown ? times.get(event.key) : undefined
    return ts === undefined || ts === event.ts ? event : { ...event, ts }
  })
}

interface Known {
  readonly conversations: Conversations
  readonly people: People
}

/**
 * Rows that were written from a response get the time of their webhook. Receipts are compared with it, so those that
 * were shown by our clock are taken back. `applyEarlierReceipts` shows them again after the commit.
 */
export async function replaceOwnTimes(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  { ids, times, ...known }: Pick<RecordedEvents, 'ids' | 'times'> & Known,
): Promise<void> {
  const replaced = events
    .filter((event) => isOfOurs(event) && event.fromResponse !== true)
    .map((event) => ({ event, id: found(ids, event.key), ourTs: times.get(event.key) }))
    .filter(({ event, ourTs }) => ourTs !== undefined && ourTs !== event.ts)
    .toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
  for (const { event, id, ourTs = 0 } of replaced) {
    if (isFeedEvent(event)) await replaceCommentTime(transaction, id, event.feed.created_time)
    else await replaceMessageTime(transaction, { event, id, ourTs, ...known })
  }
}

async function replaceCommentTime(db: Kysely<Database>, id: string, createdTs?: number): Promise<void> {
  if (createdTs === undefined) return // then its time is that of the delivery, which a repeat changes
  await sql`update interaction set ts = ${new Date(createdTs)} where kwInteractionId = ${id}`.execute(db)
}

async function replaceMessageTime(
  transaction: Transaction<Database>,
  {
    event: { ts, pageId, actor },
    id,
    ourTs,
    conversations,
    people,
  }: Known & { event: PageEvent; id: string; ourTs: number },
): Promise<void> {
  await sql`update interaction i join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    set i.ts = ${new Date(ts)}, m.deliveredFlag = null, m.deliveredTs = null, m.readFlag = null, m.readTs = null
    where i.kwInteractionId = ${id}`.execute(transaction)
  if (actor.is !== 'person') return
  // For a private reply this is not the conversation of its comment.
  await transaction
    .deleteFrom('pageMessage')
    .where('conversationId', '=', found(conversations, conversationName({ pageId, psid: actor.id })).id)
    .where('kwInteractionId', '=', id)
    .where('ts', '<>', String(ts))
    .execute()
  if (ourTs <= ts) return
  const pId = people.profileIdOf(actor, pageId)
  const originPId = people.originOf(actor)
  await readLatestTimes(transaction, 'profileFacebook', { pId, ourTs })
  if (originPId !== undefined) await readLatestTimes(transaction, 'originFacebook', { pId, ourTs, originPId })
}

/** The customer's latest times came from our clock, which is ahead of Facebook's. They are read from their rows again. */
async function readLatestTimes(
  db: Kysely<Database>,
  table: 'profileFacebook' | 'originFacebook',
  { pId, ourTs, originPId }: { pId: ProfileId; ourTs: number; originPId?: ProfileId },
): Promise<void> {
  const ours = new Date(ourTs)
  const ofOrigin = originPId === undefined ? sql`` : sql`and coalesce(originPId, pId) = ${originPId}`
  await sql`update ${sql.table(table)} f join (
      select max(ts) as latest, max(if(interactionType = 'echo', ts, null)) as outbound
      from (select ts, interactionType from interaction where pId = ${pId} ${ofOrigin} order by kwInteractionId desc limit 50) recent
    ) l on true
    set f.lastInteractionTs = if(f.lastInteractionTs = ${ours}, l.latest, f.lastInteractionTs),
      f.lastOutboundMsgTs = if(f.lastOutboundMsgTs = ${ours}, l.outbound, f.lastOutboundMsgTs)
    where f.pId = ${originPId ?? pId}`.execute(db)
}
