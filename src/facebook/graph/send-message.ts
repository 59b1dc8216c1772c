/** The Send API: messages, private replies, read receipts and typing signs. */
import { asPsid, type Psid } from '../../domain/ids.ts'
import type { OutgoingMessage } from '../../domain/reply.ts'
import { SendOutcomeUnknownError } from '../../errors.ts'
import { idOf } from './response-fields.ts'
import type { GraphCall, GraphLane, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

/** Exactly one of them. Facebook takes only one message for each of the last three. */
export type Recipient =
  | { readonly id: string }
  | { readonly commentId: string }
  | { readonly postId: string }
  | { readonly userRef: string }

export interface MessageToSend {
  readonly recipient: Recipient
  readonly message: OutgoingMessage
  /** RESPONSE for a customer's id, unless another is given. Private replies have none. */
  readonly messagingType?: 'RESPONSE' | 'UPDATE' | 'MESSAGE_TAG'
  readonly tag?: 'HUMAN_AGENT'
  /** Facebook returns it on the echo. It tells which outbound message this is. */
  readonly metadata: string
  readonly deadlineMs?: number
}

export interface SentMessage {
  readonly messageId?: string
  /** The customer's id on the Page. The response to a private reply is the first to tell it. */
  readonly recipientId?: Psid
}

/**
 * The message is sent, once. Throws as GraphCall does, and SendOutcomeUnknownError (unknown) where the response is
 * lost, unclear, or names neither message nor recipient.
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api
 */
export async function sendMessage(
  call: GraphCall,
  access: PageAccess,
  { recipient, message, messagingType, tag, metadata, deadlineMs }: MessageToSend,
): Promise<SentMessage> {
  const type = messagingType ?? ('id' in recipient ? 'RESPONSE' : undefined)
  const { body } = await call({
    method: 'POST',
    path: graphPath(access.pageId, 'messages'),
    body: {
      recipient: toWire(recipient),
      ...(type === undefined ? {} : { messaging_type: type }),
      ...(tag === undefined ? {} : { tag }),
      message: { ...message, metadata },
    },
    access,
    lane: laneOf(recipient, message),
    isSend: true,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  })
  const messageId = idOf(body, 'message_id')
  const recipientId = idOf(body, 'recipient_id')
  if (messageId === undefined && recipientId === undefined)
    throw new SendOutcomeUnknownError({ reason: 'no_id', meaning: 'outcome_unclear' })
  return {
    ...(messageId === undefined ? {} : { messageId }),
    ...(recipientId === undefined ? {} : { recipientId: asPsid(recipientId) }),
  }
}

export interface ActionToSend {
  readonly psid: Psid
  readonly action: 'typing_on' | 'typing_off' | 'mark_seen'
  readonly deadlineMs?: number
}

/** The customer sees the sign. Repeating it changes nothing. */
export async function sendAction(
  call: GraphCall,
  access: PageAccess,
  { psid, action, deadlineMs }: ActionToSend,
): Promise<void> {
  await call({
    method: 'POST',
    path: graphPath(access.pageId, 'messages'),
    body: { recipient: { id: psid }, sender_action: action },
    access,
    lane: 'courtesies',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  })
}

/**
 * Facebook has a lower limit for audio and video. It says nothing about images and files, so they count as media too.
 */
function laneOf(recipient: Recipient, { attachment }: OutgoingMessage): GraphLane {
  if ('commentId' in recipient || 'postId' in recipient) return 'private_replies'
  return attachment === undefined || attachment.type === 'template' ? 'messages' : 'media'
}

function toWire(recipient: Recipient): Readonly<Record<string, string>> {
  if ('id' in recipient) return { id: recipient.id }
  if ('commentId' in recipient) return { comment_id: recipient.commentId }
  if ('postId' in recipient) return { post_id: recipient.postId }
  return { user_ref: recipient.userRef }
}
