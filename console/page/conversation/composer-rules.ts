/** What the composer may send, and to whom by itself. */
import type { DraftAim } from '../state/drafts.ts'
import type { OpenConversation } from '../state/page-state.ts'

const limits: Readonly<Record<DraftAim['kind'], number>> = {
  reply: 2_000,
  reply_in_public: 8_000,
  reply_in_private: 2_000,
  note: 5_000,
}

/** Most characters that Facebook takes, or a note holds. */
export function limitOf({ kind }: DraftAim): number {
  return limits[kind]
}

const inMessenger: DraftAim = { kind: 'reply' }
let last: DraftAim = inMessenger

/** Where the customer wrote last: a reply below the comment, or in Messenger. The same object for the same aim. */
export function usualAim(open: OpenConversation | undefined): DraftAim {
  if (open?.head?.channel !== 'feed') return inMessenger
  const commentId = open.messages.findLast(
    (message) => message.by === 'customer' && message.commentId !== undefined && !message.isRemoved,
  )?.commentId
  if (commentId === undefined) return inMessenger
  if (!('commentId' in last) || last.commentId !== commentId) last = { kind: 'reply_in_public', commentId }
  return last
}
