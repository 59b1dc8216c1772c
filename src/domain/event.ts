/**
 * What happened on a Page or in its Messenger: one event, decoded from a delivery, small and JSON-shaped,
 * as it travels between the stages and as the tables take it. Field names of the channel facts are the tables' own columns.
 */
import type { PageId, Psid } from './ids.ts'

/** 16 bytes as 32 hex digits: what makes an event, or a piece of content, the same one when it comes again. */
export type Key = string

/** `interaction.channel` of what came in `entry.changes`, and in `entry.messaging` or `entry.standby`. */
export const feedChannel = 'facebookFeed'
export const messengerChannel = 'facebookMessenger'

export type Direction = 'in' | 'out'

/** Who did it. `page` = the Page itself; `anonymous` = Facebook did not say. */
export type Actor =
  | { readonly is: 'person'; readonly id: Psid; readonly name?: string }
  | { readonly is: 'page' }
  | { readonly is: 'anonymous' }

/** Columns of `chanFacebookFeed` an event fills; times in ms since the epoch, absent = NULL. */
export interface FeedFacts {
  readonly field: string
  readonly valueRaw: string | null
  readonly edited_time?: number | undefined
  readonly is_hidden?: 0 | 1 | undefined
  readonly link?: string | undefined
  readonly message?: string | undefined
  readonly photo?: string | undefined
  readonly photo_ids?: string | undefined
  readonly photos?: string | undefined
  readonly post_id?: string | undefined
  readonly sender_name?: string | undefined
  readonly comment_id?: string | undefined
  readonly created_time?: number | undefined
  readonly event_id?: string | undefined
  readonly item?: string | undefined
  readonly parent_id?: string | undefined
  readonly photo_id?: string | undefined
  readonly reaction_type?: string | undefined
  readonly published?: string | undefined
  readonly inReplyToUserId?: string | undefined
  readonly sender_id?: string | undefined
  readonly share_id?: string | undefined
  readonly verb?: string | undefined
  readonly video_id?: string | undefined
}

/** Columns of `chanFacebookMessenger` an event fills; `timestamp` is the event's `ts`, `attachments` a JSON array. */
export interface MessengerFacts {
  readonly valueRaw: string
  readonly senderId?: string | undefined
  readonly recipientId?: string | undefined
  readonly text?: string | undefined
  readonly mid?: string | undefined
  readonly seq?: number | undefined
  readonly attachments?: string | undefined
  readonly payload?: string | undefined
  readonly replyToMid?: string | undefined
  readonly appId?: string | undefined
  /** What the sender of an echo gave along; no column of the table. */
  readonly metadata?: string | undefined
}

/**
 * Content that can change later, or a change to it. A comment or a message is the row whose event key is `key`; a post may
 * be several rows (one a photo), listed under `key` in `contentRow`.
 */
export interface ContentRef {
  readonly of: 'comment' | 'message' | 'post'
  readonly key: Key
}

/** An edit, hide, unhide, removal or unsend. `seq` orders edits that count themselves (Messenger's `num_edit`). */
export interface ContentChange extends ContentRef {
  readonly text?: string
  readonly seq?: number
  readonly hidden?: boolean
  readonly removed?: true
}

interface EventBase {
  readonly key: Key
  /** When it happened, ms since the epoch: the event's own time, else the entry's. */
  readonly ts: number
  /**
   * Whose day the row is kept under, where that is not `ts`: our own messages go by the time we sent them, which the answer
   * and the echo both know.
   */
  readonly dayTs?: number
  /** When its webhook reached us, ms since the epoch: of what a person sent in Messenger. */
  readonly receivedAt?: number
  readonly pageId: PageId
  readonly channel: string
  readonly type: string
  readonly direction: Direction
  readonly actor: Actor
  /** The content this event brings into being. */
  readonly creates?: ContentRef
  /** The content this event changes. */
  readonly changes?: ContentChange
}

export interface FeedEvent extends EventBase {
  readonly feed: FeedFacts
}

export interface MessengerEvent extends EventBase {
  readonly messenger: MessengerFacts
  /** Came under `entry.standby`: another app or a person of the Page holds the thread. */
  readonly standby?: true
}

export type PageEvent = FeedEvent | MessengerEvent

/** Everything the Page sent in this thread up to `watermark` (ms), and the messages named, is delivered or read. */
export interface Receipt {
  readonly pageId: PageId
  readonly psid: Psid
  readonly kind: ReceiptKind
  readonly watermark: number
  /** Keys of the messages named (event keys of their echoes). */
  readonly mids?: readonly Key[]
}

export type ReceiptKind = 'delivery' | 'read'

export function isFeedEvent(event: PageEvent): event is FeedEvent {
  return 'feed' in event
}

export function isMessengerEvent(event: PageEvent): event is MessengerEvent {
  return 'messenger' in event
}
