import type { Transaction } from 'kysely'
import {
  type FeedEvent,
  isFeedEvent,
  isMessengerEvent,
  type MessengerEvent,
  type PageEvent,
} from '../../domain/event.ts'
import { eventDayOf } from '../../domain/event-key.ts'
import { ownRawPrefix } from '../../domain/own-message.ts'
import { createBulkInsert, type Inserted } from '../mysql/bulk-insert.ts'
import { found } from '../mysql/require-found.ts'
import { findInteractions, findKeysOfIds, type FoundInteraction } from './interaction-ids.ts'
import type { People } from './people.ts'
import type { Database } from '../mysql/schema.ts'

export interface RecordedEvents {
  /** kwInteractionId by event key. */
  readonly ids: ReadonlyMap<string, string>
  /** The time of each event's row by event key, ms. A row that was there before keeps its earlier time. */
  readonly times: ReadonlyMap<string, number | undefined>
  /** How many of the events were new. */
  readonly added: number
}

/**
 * Every event has its row in `interaction` and in the table of its channel, once. The events are sorted by time and
 * key. That is the order of the new ids, and two workers with the same events never wait for each other in a circle.
 */
export async function insertEvents(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  people: People,
): Promise<RecordedEvents> {
  const sorted = events.toSorted((a, b) => a.ts - b.ts || (a.key < b.key ? -1 : 1))
  const interactions = sorted.map((event) => interactionRow(event, people))
  const inserted = await insertInteractions(transaction, interactions)
  const rows = (await asAllNew(transaction, sorted, inserted)) ?? (await findRepeated(transaction, sorted))
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  const feed = sorted.filter(isFeedEvent).map((event) => feedRow(event, found(ids, event.key)))
  await insertFeedRows(transaction, feed)
  const messenger = sorted.filter(isMessengerEvent).map((event) => messengerRow(event, found(ids, event.key)))
  await insertMessengerRows(transaction, messenger)
  const times = new Map(rows.map(({ key, ts }) => [key, ts]))
  return { ids, times, added: inserted.added }
}

/**
 * The rows without a look-up by their keys, if all of them are new. The server numbers the rows of a statement upwards
 * in their order, and tells the id of the first. So n rows whose last id is n - 1 higher have no gap. The last row is
 * looked up by that id. A server that leaves gaps, as those of a Galera cluster do, is asked for the rows by their keys.
 */
async function asAllNew(
  transaction: Transaction<Database>,
  sorted: readonly PageEvent[],
  { added, parts }: Inserted,
): Promise<readonly FoundInteraction[] | undefined> {
  if (added !== sorted.length) return undefined
  const ids: string[] = []
  const lasts: number[] = []
  for (const { rows, firstId } of parts) {
    if (firstId === undefined) return undefined
    for (let index = 0; index < rows; index += 1) ids.push(String(BigInt(firstId) + BigInt(index)))
    if (rows > 1) lasts.push(ids.length - 1)
  }
  const keys = await findKeysOfIds(
    transaction,
    lasts.map((index) => ids[index] ?? ''),
  )
  if (lasts.some((index) => keys.get(ids[index] ?? '') !== sorted[index]?.key)) return undefined
  return sorted.map(({ key, ts }, index) => ({ key, ts, id: ids[index] ?? '' }))
}

/** Some of the events have been here before. Their rows learn that the event also came outside standby. */
async function findRepeated(
  transaction: Transaction<Database>,
  sorted: readonly PageEvent[],
): Promise<readonly FoundInteraction[]> {
  const rows = await findInteractions(transaction, sorted)
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  const direct = sorted.filter((event) => !('standby' in event)).map(({ key }) => found(ids, key))
  if (direct.length > 0)
    await transaction
      .updateTable('interaction')
      .set({ standby: 0 })
      .where('kwInteractionId', 'in', direct)
      .where('standby', '=', 1)
      .execute()
  return rows
}

/** It changes no row that is there, so that such a row never counts as a new one. */
const insertInteractions = createBulkInsert(
  'interaction',
  [
    'pId',
    'channel',
    'interactionType',
    'ts',
    'direction',
    'pageId',
    'eventDay',
    'eventKey',
    'standby',
    'originPId',
  ],
  'eventKey = interaction.eventKey',
)

function interactionRow(event: PageEvent, people: People): readonly unknown[] {
  const pId = people.profileIdOf(event.actor, event.pageId)
  const originPId = people.originOf(event.actor)
  return [
    pId,
    event.channel,
    event.type,
    new Date(event.ts),
    event.direction,
    event.pageId,
    eventDayOf(event),
    Buffer.from(event.key, 'hex'),
    'standby' in event ? 1 : 0,
    originPId === pId ? null : (originPId ?? null),
  ]
}

/** Columns that have the same name and value as the event's field. */
const feedFacts = [
  'field',
  'valueRaw',
  'is_hidden',
  'link',
  'message',
  'photo',
  'photo_ids',
  'photos',
  'post_id',
  'sender_name',
  'comment_id',
  'event_id',
  'item',
  'parent_id',
  'photo_id',
  'reaction_type',
  'published',
  'inReplyToUserId',
  'sender_id',
  'share_id',
  'verb',
  'video_id',
] as const

const feedColumns = ['edited_time', 'created_time', ...feedFacts] as const

const insertFeedRows = createBulkInsert(
  'chanFacebookFeed',
  ['kwInteractionId', ...feedColumns],
  replaceOwnFacts('chanFacebookFeed', feedColumns),
)

/**
 * A row that shows the facts of a response gets all of those of the webhook. Any other row keeps its facts, so a repeat
 * changes nothing. `valueRaw` is the last one, as the conditions of the others read its old value.
 */
function replaceOwnFacts(table: string, columns: readonly string[]): string {
  const isOwn = `${table}.valueRaw like '${ownRawPrefix}%'`
  return [...columns.filter((name) => name !== 'valueRaw'), 'valueRaw']
    .map((name) => `\`${name}\` = if(${isOwn}, values(\`${name}\`), ${table}.\`${name}\`)`)
    .join(', ')
}

function feedRow({ feed }: FeedEvent, kwInteractionId: string): readonly unknown[] {
  const facts = feedFacts.map((name) => feed[name] ?? null)
  return [kwInteractionId, dateOf(feed.edited_time), dateOf(feed.created_time), ...facts]
}

const messengerFacts = [
  'senderId',
  'recipientId',
  'text',
  'mid',
  'seq',
  'attachments',
  'valueRaw',
  'payload',
  'replyToMid',
  'appId',
] as const

const messengerColumns = ['epochTs', 'timestamp', ...messengerFacts] as const

const insertMessengerRows = createBulkInsert(
  'chanFacebookMessenger',
  ['kwInteractionId', ...messengerColumns],
  replaceOwnFacts('chanFacebookMessenger', messengerColumns),
)

function messengerRow({ messenger, ts }: MessengerEvent, kwInteractionId: string): readonly unknown[] {
  const facts = messengerFacts.map((name) => messenger[name] ?? null)
  return [kwInteractionId, new Date(ts - (ts % 1000)), new Date(ts), ...facts]
}

function dateOf(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms)
}
