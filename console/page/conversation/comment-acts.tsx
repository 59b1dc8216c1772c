import type { Message } from '../../api/conversation.ts'
import { useConsole, useMayAct, useTexts, useView } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { whyNoPrivateReply } from './private-reply.ts'
import { useConversationActs } from './use-conversation-acts.ts'

/** What an agent does with a comment. */
export function CommentActs({ message }: { readonly message: Message }) {
  const texts = useTexts()
  const mayAct = useMayAct()
  const { store } = useConsole()
  const { act } = useConversationActs()
  const conversationId = useView((state) => state.open?.id)
  const { commentId, isHidden, text = '', reactions } = message
  const why = useView((state) => commentId && whyNoPrivateReply(state, commentId))
  if (!mayAct || commentId === undefined || conversationId === undefined) return null
  const aimAt = (kind: 'reply_in_public' | 'reply_in_private'): void =>
    store.set({ wantedAim: { aim: { kind, commentId } } })
  const isLiked = reactions.some(({ by }) => by === 'page')
  return (
    <div class="comment-acts">
      <button type="button" class="link" onClick={() => aimAt('reply_in_public')}>
        {texts.inPublic}
      </button>
      {why === undefined ? (
        <button type="button" class="link" onClick={() => aimAt('reply_in_private')}>
          {texts.inPrivate}
        </button>
      ) : (
        <NotPossible says={textOf(texts.noPrivate, why)} />
      )}
      {!isLiked && (
        <button type="button" class="link" onClick={() => void act({ act: 'like', commentId })}>
          {texts.like}
        </button>
      )}
      <button
        type="button"
        class="link"
        onClick={() => void act({ act: isHidden ? 'unhide' : 'hide', commentId })}
      >
        {isHidden ? texts.unhide : texts.hide}
      </button>
      <button
        type="button"
        class="link"
        onClick={() => store.set({ deleting: { conversationId, commentId, text } })}
      >
        {texts.delete}
      </button>
    </div>
  )
}

function NotPossible({ says }: { readonly says: string | undefined }) {
  return says === undefined ? null : <span class="not-possible">{says}</span>
}
