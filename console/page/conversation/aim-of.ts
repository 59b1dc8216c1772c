import type { Act } from '../../api/acts.ts'
import type { Message } from '../../api/conversation.ts'
import type { DraftAim } from '../state/drafts.ts'

/** The aim of the field from which the act came. */
export function aimOf(act: Act): DraftAim {
  if (act.act === 'reply_in_public' || act.act === 'reply_in_private')
    return { kind: act.act, commentId: act.commentId }
  return { kind: act.act === 'note' ? 'note' : 'reply' }
}

/** The same of a message that has not left: its comment is the one that it replies to. */
export function aimOfMessage({ kind, commentId }: Message): DraftAim {
  if (commentId !== undefined && kind === 'private_reply') return { kind: 'reply_in_private', commentId }
  if (commentId !== undefined && kind === 'comment') return { kind: 'reply_in_public', commentId }
  return { kind: 'reply' }
}
