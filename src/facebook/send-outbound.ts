/** Sends an outbound message to Facebook once, and looks for it at Facebook when its response was lost. */
import type { PageId, Psid } from '../domain/ids.ts'
import { type Outbound, toMetadata } from '../domain/outbound.ts'
import type { OutgoingMessage } from '../domain/reply.ts'
import { GraphRejectedError, GraphUnavailableError, PageTokenRevokedError } from '../errors.ts'
import { findReplies, hideComment, likeObject, replyToComment } from './graph/comments.ts'
import { findRecentMessages } from './graph/conversations.ts'
import type { GraphCall, PageAccess } from './graph/graph-call.ts'
import { type Recipient, sendAction, sendMessage } from './graph/send-message.ts'
import { pageInboxAppId, passThreadControl } from './graph/thread-control.ts'

export type SendRow = Pick<Outbound, 'id' | 'action' | 'about' | 'echoMark'> & {
  readonly pageId: PageId
  readonly psid: Psid
  readonly createdTs: number
  readonly claimedTs?: number | undefined
}

export type ClaimedRow = SendRow & { readonly claimedTs: number; readonly claimedAt: number }

export interface Sent {
  /** The mid or comment id. */
  readonly platformId?: string | undefined
  /** The customer's Messenger id, where the response to a private reply tells it. */
  readonly recipientId?: Psid | undefined
}

export interface Sender {
  /** Throws the Graph errors; SendOutcomeUnknownError when it is not known whether the message arrived. */
  send(row: ClaimedRow): Promise<Sent>
  /** Whether Facebook shows the message. `unclear`: the list ends too early, or other messages look the same. */
  lookUp(row: SendRow): Promise<{ readonly platformId: string } | 'not_sent' | 'unclear'>
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
}

/** Facebook's clock and ours may differ by this much; its times are whole seconds. */
const clockSkewMs = 60_000
const shownAtMost = 20
const attentionMs = 3_000

export function createSender(options: SenderOptions): Sender {
  const { call, findToken, isKnown, deadlineMs } = options
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
    })
    return { platformId: messageId, recipientId }
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
          await hideComment(call, await accessTo(row.pageId), {
            commentId: requireObject(about?.commentId ?? about?.postId),
          })
          return {}
        case 'like':
          await likeObject(call, await accessTo(row.pageId), {
            objectId: requireObject(about?.commentId ?? about?.postId),
          })
          return {}
        case 'hand_over':
          await passThreadControl(call, await accessTo(row.pageId), {
            psid: row.psid,
            toAppId: action.to === 'page_inbox' ? pageInboxAppId : action.to,
            ...(action.metadata === undefined ? {} : { metadata: action.metadata }),
          })
          return {}
      }
    },
    async lookUp(row) {
      const access = await accessTo(row.pageId)
      const since = row.createdTs - clockSkewMs
      const wanted = textOf(row)
      if (wanted === undefined) return 'unclear'
      const shown =
        row.action.do === 'comment'
          ? await shownComments(call, access, requireObject(row.about?.commentId ?? row.about?.postId))
          : await shownMessages(call, access, row.psid)
      const likely = shown.items.filter(({ text, at }) => text === wanted && at >= since)
      if (likely.some(({ isNameless }) => isNameless)) return 'unclear'
      const known = await isKnown(likely.map(({ id }) => id))
      const ours = likely.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.at - b.at)[0]
      if (ours !== undefined) return { platformId: ours.id }
      // The message cannot be older than its claim, so a list that reaches further back would show it.
      const reach = (row.claimedTs ?? row.createdTs) - clockSkewMs
      return shown.isComplete || shown.oldestAt < reach ? 'not_sent' : 'unclear'
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

function requireObject(id: string | undefined): string {
  if (id === undefined) throw new GraphRejectedError({ reason: 'no_object', meaning: 'not_found' })
  return id
}

/** The text by which a look-up recognises the message. A picture or a card alone looks like any other. */
function textOf({ action }: SendRow): string | undefined {
  if (action.do === 'comment') return action.text
  return action.do === 'say' || action.do === 'private_reply' ? action.message.text : undefined
}

interface Shown {
  /** Those that may be the Page's own. */
  readonly items: readonly ShownItem[]
  /** The time of the oldest item that Facebook shows, by any author, ms. */
  readonly oldestAt: number
  /** Facebook has no older items. */
  readonly isComplete: boolean
}

interface ShownItem {
  readonly id: string
  readonly text: string
  readonly at: number
  /** Facebook does not name the author, so it may be the Page. */
  readonly isNameless?: boolean
}

async function shownMessages(call: GraphCall, access: PageAccess, psid: Psid): Promise<Shown> {
  const messages = await findRecentMessages(call, access, { psid })
  const items = messages
    .filter(({ fromPage }) => fromPage)
    .map(({ id, text, createdTime }) => ({ id, text, at: createdTime }))
  return { items, oldestAt: oldestOf(messages), isComplete: messages.length < shownAtMost }
}

async function shownComments(call: GraphCall, access: PageAccess, commentId: string): Promise<Shown> {
  const comments = await findReplies(call, access, { commentId })
  const items = comments
    .filter(({ isFromPage, fromId }) => isFromPage || fromId === undefined)
    .map(({ id, text, createdTime, fromId }) => ({
      id,
      text,
      at: createdTime,
      isNameless: fromId === undefined,
    }))
  return { items, oldestAt: oldestOf(comments), isComplete: comments.length < 50 }
}

function oldestOf(shown: readonly { readonly createdTime: number }[]): number {
  return Math.min(...shown.map(({ createdTime }) => createdTime))
}
