/** Sends an outbound message to Facebook once, and looks for it at Facebook when its response was lost. */
import type { PageId, Psid } from '../domain/ids.ts'
import { type Outbound, toMetadata } from '../domain/outbound.ts'
import type { ContentAct, OutgoingMessage } from '../domain/reply.ts'
import { GraphRejectedError, GraphUnavailableError, PageTokenRevokedError } from '../errors.ts'
import type { LookedUp } from '../domain/look-up.ts'
import { blockCustomer } from './graph/blocked.ts'
import { deleteComment, hideComment, likeObject, replyToComment } from './graph/comments.ts'
import type { GraphCall, PageAccess } from './graph/graph-call.ts'
import { inItsPlace } from './graph/in-its-place.ts'
import { type Recipient, sendAction, sendMessage } from './graph/send-message.ts'
import { type LookedUpRow, lookUp, requireObject } from './look-up.ts'
import { findIsOwner, pageInboxAppId, passThreadControl, takeThreadControl } from './graph/thread-control.ts'

export type SendRow = Pick<Outbound, 'id' | 'action' | 'about' | 'echoMark'> & {
  readonly pageId: PageId
  readonly psid: Psid
}

export type ClaimedRow = SendRow & {
  readonly claimedTs: number
  readonly claimedAt: number
  /** An agent's message after the 24-hour window. */
  readonly tag?: 'HUMAN_AGENT' | undefined
}

export interface Sent {
  /** The mid or comment id. */
  readonly platformId?: string | undefined
  /** The customer's Messenger id, where the response to a private reply tells it. */
  readonly recipientId?: Psid | undefined
  /** The thread was not taken, as this app controls it already. */
  readonly wasInControl?: true
}

export interface Sender {
  /** Throws the Graph errors; SendOutcomeUnknownError when it is not known whether the message arrived. */
  send(row: ClaimedRow): Promise<Sent>
  /** Whether Facebook shows the message. */
  lookUp(row: LookedUpRow): Promise<LookedUp>
  /** Shows the customer that the message was read, or that a reply is being typed. Never fails: it is a courtesy. */
  show(
    action: 'mark_seen' | 'typing_on',
    thread: { readonly pageId: PageId; readonly psid: Psid },
  ): Promise<void>
}

export interface SenderOptions {
  readonly call: GraphCall
  readonly findToken: (pageId: PageId) => Promise<string | undefined>
  /** Which of these mids or comment ids belong to another row. */
  readonly isKnown: (platformIds: readonly string[]) => Promise<ReadonlySet<string>>
  /**
   * Time from `claimedAt` until the last byte is sent. Later, another worker may have taken over the row. It is measured
   * by `performance.now()`.
   */
  readonly deadlineMs: number
  /** The clock that dates claims. */
  readonly now: () => number
}

const attentionMs = 3_000
const secondCallMs = 3_000

export function createSender(options: SenderOptions): Sender {
  const { call, findToken, isKnown, deadlineMs, now } = options
  const leftMs = ({ claimedAt }: ClaimedRow): number => claimedAt + deadlineMs - performance.now()

  async function accessTo(pageId: PageId): Promise<PageAccess> {
    const token = await findToken(pageId).catch((cause: unknown) => {
      // Nothing was sent: the database is busy, or the secret cannot be decrypted.
      throw new GraphUnavailableError({ reason: 'token_out_of_reach', meaning: 'token' }, { cause })
    })
    if (token === undefined) throw new PageTokenRevokedError({ reason: 'no_token', meaning: 'token' })
    return { pageId, token }
  }

  async function sendTo(recipient: Recipient, message: OutgoingMessage, row: ClaimedRow): Promise<Sent> {
    const access = await accessTo(row.pageId)
    const metadata = toMetadata(row)
    const { messageId, recipientId } = await sendMessage(call, access, {
      recipient,
      message,
      metadata,
      deadlineMs: leftMs(row),
      ...(row.tag === undefined ? {} : { messagingType: 'MESSAGE_TAG', tag: row.tag }),
    })
    return { platformId: messageId, recipientId }
  }

  async function actOnContent(access: PageAccess, act: ContentAct, { about }: SendRow): Promise<void> {
    const objectId = requireObject(about?.commentId ?? about?.postId)
    if (act === 'like') await likeObject(call, access, { objectId })
    else if (act === 'delete')
      await deleteComment(call, access, { commentId: requireObject(about?.commentId) })
    else await hideComment(call, access, { commentId: objectId, isHidden: act === 'hide' })
  }

  /** On a Page without a default app, every app may write, and taking is refused: so it is asked first. */
  async function takeIfNeeded(access: PageAccess, row: ClaimedRow): Promise<Sent> {
    const { psid } = row
    if ((await findIsOwner(call, access, { psid })) !== false) return { wasInControl: true }
    await inItsPlace(() => takeThreadControl(call, access, { psid }), Math.min(leftMs(row), secondCallMs))
    return {}
  }

  return {
    async send(row) {
      const { action, about } = row
      switch (action.do) {
        case 'say':
          return await sendTo({ id: row.psid }, action.message, row)
        case 'private_reply':
          return await sendTo(toRecipient(row), action.message, row)
        case 'comment': {
          const { text, attachmentUrl } = action
          const objectId = requireObject(about?.commentId ?? about?.postId)
          const more = attachmentUrl === undefined ? {} : { attachmentUrl }
          const access = await accessTo(row.pageId)
          const { id } = await replyToComment(call, access, {
            objectId,
            text,
            ...more,
            deadlineMs: leftMs(row),
          })
          return { platformId: id }
        }
        case 'hide':
        case 'unhide':
        case 'delete':
        case 'like':
          await actOnContent(await accessTo(row.pageId), action.do, row)
          return {}
        case 'block':
          await blockCustomer(call, await accessTo(row.pageId), { psid: requireCustomer(row.psid) })
          return {}
        case 'hand_over':
          await passThreadControl(call, await accessTo(row.pageId), {
            psid: row.psid,
            toAppId: action.to === 'page_inbox' ? pageInboxAppId : action.to,
            ...(action.metadata === undefined ? {} : { metadata: action.metadata }),
          })
          return {}
        case 'take_thread':
        case 'give_back':
          return await takeIfNeeded(await accessTo(row.pageId), row)
      }
    },
    async lookUp(row) {
      return await lookUp(call, await accessTo(row.pageId), { row, isKnown, now })
    },
    async show(action, { pageId, psid }) {
      try {
        await sendAction(call, await accessTo(pageId), { psid, action, deadlineMs: attentionMs })
      } catch {
        // A courtesy. The send of the reply reports what is wrong.
      }
    },
  }
}

function toRecipient({ about }: SendRow): Recipient {
  if (about?.commentId !== undefined) return { commentId: about.commentId }
  return { postId: requireObject(about?.postId) }
}

/** Throws GraphRejectedError where Facebook did not name the customer: then the comment's id stands for them. */
function requireCustomer(psid: Psid): Psid {
  if (/^\d+$/.test(psid)) return psid
  throw new GraphRejectedError({ reason: 'no_customer', meaning: 'unknown_person' })
}
