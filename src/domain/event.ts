/**
 * One event: something that happened on a Page or in its Messenger, decoded from a delivery. Events travel between
 * the stages as JSON. The fields of `FeedFacts` and `MessengerFacts` are columns of the tables.
 */
import type { PageId, Psid } from './ids.ts'

/** 16 bytes as 32 hex digits. An event, or a piece of content, has the same key whenever it comes again. */
export type Key = string

/**
 * `interaction.channel`: the first for items of `entry.changes`, the second for items of `entry.messaging` and
 * `entry.standby`.
 */
export const feedChannel = 'facebookFeed'
export const messengerChannel = 'facebookMessenger'

export type Direction = 'in' | 'out'

/** Who did it. `page`: the Page itself. `anonymous`: Facebook did not say. */
export type Actor =
  | { readonly is: 'person'; readonly id: Psid; readonly name?: string }
  | { readonly is: 'page' }
  | { readonly is: 'anonymous' }

/** The columns of `chanFacebookFeed` that an event fills. Times are in ms since the epoch; absent means NULL. */
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

/**
 * The columns of `chanFacebookMessenger` that an event fills. The column `timestamp` is the event's `ts`;
 * `attachments` is a JSON array.
 */
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
  /** The metadata that the sender of an echo set. There is no column for it. */
  readonly metadata?: string | undefined
  /** The code of a log-in, which the brand's service exchanges for its customer. A secret: `valueRaw` has none. */
  readonly authorizationCode?: string | undefined
}

/** `dayTs` of an event for which Facebook told no time: not its own, and not that of the entry. */
export const timeless = 0

/**
 * Content that may change later, or the target of a change. A comment or a message is the row whose event key is
 * `key`. A post may have several rows, one for each photo: `contentRow` lists them under `key`.
 */
export interface ContentRef {
  readonly of: 'comment' | 'message' | 'post'
  readonly key: Key
}

/**
 * An edit, hide, unhide, removal or unsend. `seq` is the number of the edit where Messenger counts them (`num_edit`).
 */
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
   * The time whose day the row is stored under, where that is not `ts`. A message of ours is stored under the time of
   * its claim, which both the response and the echo tell. What has no time of its own is stored under `timeless`.
   */
  readonly dayTs?: number
  /**
   * Made from Facebook's response to a call of ours. Its time is that of our clock, and the facts of the webhook replace
   * its own.
   */
  readonly fromResponse?: true
  /** When the webhook arrived, ms since the epoch. Only for what a customer did in Messenger. */
  readonly receivedAt?: number
  readonly pageId: PageId
  readonly channel: string
  readonly type: string
  readonly direction: Direction
  readonly actor: Actor
  /** The content that this event creates. */
  readonly creates?: ContentRef
  /** The content that this event changes. */
  readonly changes?: ContentChange
}

export interface FeedEvent extends EventBase {
  readonly feed: FeedFacts
}

export interface MessengerEvent extends EventBase {
  readonly messenger: MessengerFacts
  /** The event came under `entry.standby`: an agent or another app controls the thread. */
  readonly standby?: true
}

export type PageEvent = FeedEvent | MessengerEvent

/**
 * Everything that the Page sent in this thread up to `watermark` (ms), and the messages of `mids`, is delivered or
 * read.
 */
export interface Receipt {
  readonly pageId: PageId
  readonly psid: Psid
  readonly kind: ReceiptKind
  readonly watermark: number
  /** Event keys of the echoes of the messages that the receipt names. */
  readonly mids?: readonly Key[]
}

export type ReceiptKind = 'delivery' | 'read'

export function isFeedEvent(event: PageEvent): event is FeedEvent {
  return 'feed' in event
}

export function isMessengerEvent(event: PageEvent): event is MessengerEvent {
  return 'messenger' in event
}
