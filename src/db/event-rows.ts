import type { Insertable, Transaction } from 'kysely'
import {
  type FeedEvent,
  isFeedEvent,
  isMessengerEvent,
  type MessengerEvent,
  type PageEvent,
} from '../domain/event.ts'
import { dayOf } from '../domain/event-key.ts'
import { found } from './found.ts'
import { findInteractionIds } from './interaction-ids.ts'
import type { People } from './people.ts'
import type { Database } from './schema.ts'

export interface RecordedEvents {
  /** kwInteractionId by event key. */
  readonly ids: ReadonlyMap<string, string>
  /** How many were not in the table before. */
  readonly added: number
}

/**
 * Every event has its row in `interaction` and in its channel's table, once. The events are sorted by time and key: that
 * is the order of the new ids, and two workers with the same events never wait for each other in a circle.
 */
export async function insertEvents(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  people: People,
): Promise<RecordedEvents> {
  const sorted = events.toSorted((a, b) => a.ts - b.ts || (a.key < b.key ? -1 : 1))
  const inserted = await transaction
    .insertInto('interaction')
    .values(sorted.map((event) => interactionRow(event, people)))
    .onDuplicateKeyUpdate(({ ref, fn, eb }) => ({
      // seen under standby only, whatever came first
      standby: fn<number>('least', [
        ref('interaction.standby'),
        eb.fn<number>('values', [ref('interaction.standby')]),
      ]),
    }))
    .executeTakeFirst()
  const ids = await findInteractionIds(transaction, sorted)
  await insertFeedRows(transaction, sorted.filter(isFeedEvent), ids)
  await insertMessengerRows(transaction, sorted.filter(isMessengerEvent), ids)
  return { ids, added: Math.min(sorted.length, Number(inserted.numInsertedOrUpdatedRows ?? 0)) }
}

function interactionRow(event: PageEvent, people: People): Insertable<Database['interaction']> {
  return {
    pId: people.profileIdOf(event.actor, event.pageId),
    channel: event.channel,
    interactionType: event.type,
    ts: new Date(event.ts),
    direction: event.direction,
    pageId: event.pageId,
    eventDay: dayOf(event.ts),
    eventKey: Buffer.from(event.key, 'hex'),
    standby: 'standby' in event ? 1 : 0,
  }
}

async function insertFeedRows(
  transaction: Transaction<Database>,
  events: readonly FeedEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  if (events.length === 0) return
  await transaction
    .insertInto('chanFacebookFeed')
    .values(events.map((event) => feedRow(event, found(ids, event.key))))
    .onDuplicateKeyUpdate(({ ref }) => ({ kwInteractionId: ref('chanFacebookFeed.kwInteractionId') }))
    .execute()
}

function feedRow({ feed }: FeedEvent, kwInteractionId: string): Insertable<Database['chanFacebookFeed']> {
  return {
    kwInteractionId,
    field: feed.field,
    valueRaw: feed.valueRaw,
    edited_time: dateOf(feed.edited_time),
    is_hidden: feed.is_hidden ?? null,
    link: feed.link ?? null,
    message: feed.message ?? null,
    photo: feed.photo ?? null,
    photo_ids: feed.photo_ids ?? null,
    photos: feed.photos ?? null,
    post_id: feed.post_id ?? null,
    sender_name: feed.sender_name ?? null,
    comment_id: feed.comment_id ?? null,
    created_time: dateOf(feed.created_time),
    event_id: feed.event_id ?? null,
    item: feed.item ?? null,
    parent_id: feed.parent_id ?? null,
    photo_id: feed.photo_id ?? null,
    reaction_type: feed.reaction_type ?? null,
    published: feed.published ?? null,
    inReplyToUserId: feed.inReplyToUserId ?? null,
    sender_id: feed.sender_id ?? null,
    share_id: feed.share_id ?? null,
    verb: feed.verb ?? null,
    video_id: feed.video_id ?? null,
  }
}

async function insertMessengerRows(
  transaction: Transaction<Database>,
  events: readonly MessengerEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  if (events.length === 0) return
  await transaction
    .insertInto('chanFacebookMessenger')
    .values(events.map((event) => messengerRow(event, found(ids, event.key))))
    .onDuplicateKeyUpdate(({ ref }) => ({ kwInteractionId: ref('chanFacebookMessenger.kwInteractionId') }))
    .execute()
}

function messengerRow(
  { messenger, ts }: MessengerEvent,
  kwInteractionId: string,
): Insertable<Database['chanFacebookMessenger']> {
  return {
    kwInteractionId,
    epochTs: new Date(ts - (ts % 1000)),
    senderId: messenger.senderId ?? null,
    recipientId: messenger.recipientId ?? null,
    text: messenger.text ?? null,
    mid: messenger.mid ?? null,
    seq: messenger.seq ?? null,
    attachments: messenger.attachments ?? null,
    timestamp: new Date(ts),
    valueRaw: messenger.valueRaw,
    payload: messenger.payload ?? null,
    replyToMid: messenger.replyToMid ?? null,
    appId: messenger.appId ?? null,
  }
}

function dateOf(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms)
}
