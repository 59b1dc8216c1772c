/**
 * What Pagebeat sent, as the event that Facebook's echo of it decodes to. It is recorded once, whichever of the two
 * comes first.
 */
import type { PageId, Psid } from './ids.ts'
import { type FeedEvent, feedChannel, type MessengerEvent, messengerChannel } from './event.ts'
import { commentKey, messageKey } from './event-key.ts'
import { type Outbound, toMetadata } from './outbound.ts'

export type SentRow = Pick<Outbound, 'id' | 'action' | 'about' | 'platformId' | 'claimedTs' | 'echoMark'> & {
  readonly pageId: PageId
  readonly psid: Psid
}

/** The interaction of this row; undefined for acts that are none (hide, like, hand over). */
export function toOwnEvent(row: SentRow): MessengerEvent | FeedEvent | undefined {
  const { action, platformId, claimedTs } = row
  if (platformId === undefined || claimedTs === undefined) return undefined
  if (action.do === 'comment') return toOwnComment(row, platformId, claimedTs)
  if (action.do !== 'say' && action.do !== 'private_reply') return undefined
  if (row.psid.startsWith('comment:')) return undefined // only the echo tells the customer's id
  const { text, attachment } = action.message
  return {
    key: messageKey(row.pageId, platformId),
    ts: claimedTs,
    dayTs: claimedTs,
    fromResponse: true,
    pageId: row.pageId,
    channel: messengerChannel,
    type: 'echo',
    direction: 'out',
    actor: { is: 'person', id: row.psid },
    creates: { of: 'message', key: messageKey(row.pageId, platformId) },
    messenger: {
      valueRaw: rawOf(action.message),
      senderId: row.pageId,
      recipientId: row.psid,
      text,
      mid: platformId,
      attachments: attachment === undefined ? undefined : JSON.stringify([attachment]),
      metadata: toMetadata({ id: row.id, claimedTs, echoMark: row.echoMark }),
    },
  }
}

/** `valueRaw` of a row that shows the facts of a response begins with this, until the webhook comes. */
export const ownRawPrefix = '{"sent":'

function rawOf(sent: object): string {
  return JSON.stringify({ sent })
}

function toOwnComment(row: SentRow, commentId: string, claimedTs: number): FeedEvent {
  const text = row.action.do === 'comment' ? row.action.text : undefined
  return {
    key: commentKey(row.pageId, commentId),
    ts: claimedTs,
    dayTs: claimedTs,
    fromResponse: true,
    pageId: row.pageId,
    channel: feedChannel,
    type: 'comment',
    direction: 'out',
    actor: { is: 'page' },
    creates: { of: 'comment', key: commentKey(row.pageId, commentId) },
    feed: {
      field: 'feed',
      item: 'comment',
      verb: 'add',
      valueRaw: rawOf({ message: text }),
      message: text,
      comment_id: commentId,
      post_id: row.about?.postId,
      parent_id: row.about?.commentId ?? row.about?.postId,
      sender_id: row.pageId,
      created_time: claimedTs,
    },
  }
}
