/** What the stub does with an act: as the server would, but at once, and nothing leaves before `settle`. */
import type { Act, ActResult } from '../../../../console/api/acts.ts'
import type { Message } from '../../../../console/api/conversation.ts'
import { makeMessage, type Stored, summarize } from './world.ts'

export interface Acting {
  readonly stored: Stored
  readonly act: Act
  readonly user: { readonly id: string; readonly name: string }
  readonly nowMs: number
  /** Of a new outbound row. */
  readonly nextOutboundId: () => string
}

export const undoMs = 5_000

export function doAct({ stored, act, user, nowMs, nextOutboundId }: Acting): ActResult {
  const { id, name } = user
  const put = (change: Partial<Stored['head']>): ActResult => {
    stored.head = { ...stored.head, ...change }
    return { is: 'done' }
  }
  switch (act.act) {
    case 'reply':
    case 'reply_in_public':
    case 'reply_in_private': {
      const outboundId = nextOutboundId()
      const isComment = act.act === 'reply_in_public'
      const message = makeMessage({
        id: `o${outboundId}`,
        outboundId,
        ts: nowMs,
        by: 'agent',
        agent: { id, name },
        text: act.text,
        channel: isComment ? 'feed' : 'messenger',
        ...('commentId' in act ? { commentId: act.commentId } : {}),
        kind: isComment ? 'comment' : act.act === 'reply' ? 'message' : 'private_reply',
        state: 'undo',
        undoUntil: nowMs + undoMs,
        attachments: 'pictureUrl' in act && act.pictureUrl ? [{ type: 'image', url: act.pictureUrl }] : [],
      })
      stored.messages.push(message)
      if (act.act === 'reply_in_private') setTaken(stored, act.commentId, true)
      leaveWaiting(stored)
      return { is: 'queued', outboundId, undoUntil: nowMs + undoMs }
    }
    case 'take_over':
      leaveWaiting(stored)
      return put({
        control: { by: 'agent', until: nowMs + 3_600_000 },
        state: 'agent',
      })
    case 'give_back':
      return put({ control: { by: 'bot' }, state: 'bot' })
    case 'mark_done':
      leaveWaiting(stored)
      return put({ state: 'done' })
    case 'reopen':
      return put({ state: 'waiting', waitingTs: nowMs })
    case 'assign':
      if (act.to === null) delete stored.head.assignedTo
      else put({ assignedTo: { id: act.to, name: act.to === id ? name : `User ${act.to}` } })
      return { is: 'done' }
    case 'note': {
      const note = { id: nextOutboundId(), by: { id, name }, ts: nowMs, text: act.text }
      return put({ notes: [...stored.head.notes, note] })
    }
    case 'undo': {
      const message = stored.messages.find(({ outboundId }) => outboundId === act.outboundId)
      if (message?.state !== 'undo')
        return { is: 'refused', reason: 'too_late_to_undo', says: 'The message has left.' }
      mend(stored, (one) => one === message, { state: 'suppressed', reason: 'undone' })
      if (message.kind === 'private_reply') setTaken(stored, message.commentId, false)
      return { is: 'done' }
    }
    case 'resend':
    case 'drop':
    case 'mark_sent':
      return mend(stored, (message) => message.outboundId === act.outboundId, {
        state: act.act === 'resend' ? 'pending' : act.act === 'drop' ? 'suppressed' : 'sent',
      })
    case 'hide':
    case 'unhide':
      return mend(stored, (message) => isCustomers(message, act.commentId), { isHidden: act.act === 'hide' })
    case 'like':
      return mend(stored, (message) => isCustomers(message, act.commentId), {
        reactions: [{ by: 'page', emoji: '👍' }],
      })
    case 'delete':
      return mend(stored, (message) => isCustomers(message, act.commentId), { isRemoved: true })
  }
}

function leaveWaiting(stored: Stored): void {
  const { waitingTs: _, ...head } = stored.head
  stored.head = {
    ...head,
    ...summarize({ ...stored, head }),
    state: head.state === 'waiting' ? 'agent' : head.state,
  }
}

function mend(stored: Stored, isIt: (message: Message) => boolean, to: Partial<Message>): ActResult {
  stored.messages = stored.messages.map((message) => (isIt(message) ? { ...message, ...to } : message))
  return { is: 'queued' }
}

function setTaken(stored: Stored, commentId: string | undefined, isTaken: boolean): void {
  const { privateReply } = stored.messages.find((one) => one.commentId === commentId) ?? {}
  if (privateReply !== undefined)
    mend(stored, (one) => one.commentId === commentId && one.by === 'customer', {
      privateReply: { ...privateReply, isTaken },
    })
}

function isCustomers({ by, commentId }: Message, wanted: string): boolean {
  return by === 'customer' && commentId === wanted
}
