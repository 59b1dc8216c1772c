import type { Message } from '../../api/conversation.ts'
import type { LocalAct, PageState } from '../state/page-state.ts'
import type { ReasonTexts } from '../texts/shape.ts'

export type NoPrivateReply = keyof Pick<
  ReasonTexts,
  'already_replied' | 'private_reply_too_late' | 'no_comment'
>

const onItsWay: readonly LocalAct['is'][] = ['waiting', 'asking', 'no_connection', 'kept']

/** Why Facebook takes no private reply to this comment of the open conversation. Undefined: it takes one. */
export function whyNoPrivateReply(
  { open, nowMs, acts }: Pick<PageState, 'open' | 'nowMs' | 'acts'>,
  commentId: string,
): NoPrivateReply | undefined {
  const comment = open?.messages.find((one) => one.commentId === commentId && one.by === 'customer')
  // It may be older than what is loaded: the server knows.
  if (comment === undefined) return undefined
  const isSaid =
    open?.messages.some((one) => isReplyTo(one, commentId)) === true ||
    acts.some((one) => isOnItsWay(one, commentId))
  return whyNot(comment, nowMs) ?? (isSaid ? 'already_replied' : undefined)
}

function whyNot({ privateReply }: Message, nowMs: number): NoPrivateReply | undefined {
  if (privateReply === undefined) return 'no_comment'
  if (privateReply.isTaken) return 'already_replied'
  return nowMs >= privateReply.until ? 'private_reply_too_late' : undefined
}

const ineffective = new Set(['failed', 'expired', 'suppressed', 'skipped'])

/** It came with the live events, which do not tell of an older comment again. */
function isReplyTo({ kind, commentId: to, state = '', reason }: Message, commentId: string): boolean {
  if (kind !== 'private_reply' || to !== commentId) return false
  return !ineffective.has(state) || reason === 'already_replied'
}

function isOnItsWay({ act, is }: LocalAct, commentId: string): boolean {
  return act.act === 'reply_in_private' && act.commentId === commentId && onItsWay.includes(is)
}
