import { useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { DraftAim } from '../state/drafts.ts'
import { whyNoPrivateReply } from './private-reply.ts'

interface AimProps {
  readonly aim: DraftAim
  readonly onAim: (aim: DraftAim) => void
}

/** Where the text goes: Messenger, below a comment, privately to its author, or a note. */
export function ComposerAim({ aim, onAim }: AimProps) {
  const texts = useTexts()
  const commentId = 'commentId' in aim ? aim.commentId : undefined
  const comment = useView(
    ({ open }) => open?.messages.find((message) => message.commentId === commentId)?.text,
  )
  const mayBePrivate = useView(
    (state) => commentId !== undefined && whyNoPrivateReply(state, commentId) === undefined,
  )
  const kinds: readonly (readonly [DraftAim, string])[] =
    commentId === undefined
      ? [
          [{ kind: 'reply' }, texts.modeReply],
          [{ kind: 'note' }, texts.modeNote],
        ]
      : [
          [{ kind: 'reply_in_public', commentId }, texts.inPublic],
          ...(mayBePrivate || aim.kind === 'reply_in_private'
            ? ([[{ kind: 'reply_in_private', commentId }, texts.inPrivate]] as const)
            : []),
          [{ kind: 'note' }, texts.modeNote],
        ]
  return (
    <div class="composer-aim">
      <div class="segments" role="group" aria-label={texts.composer}>
        {kinds.map(([one, text]) => (
          <button
            key={one.kind}
            type="button"
            aria-pressed={one.kind === aim.kind}
            onClick={() => onAim(one)}
          >
            {text}
          </button>
        ))}
      </div>
      {commentId !== undefined && (
        <span class="aim-text">
          <bdi>{texts.replyingTo((comment ?? '').slice(0, 60))}</bdi>
          <button
            type="button"
            class="plain"
            aria-label={texts.stopReplying}
            title={texts.stopReplying}
            onClick={() => onAim({ kind: 'reply' })}
          >
            <Icon name="close" />
          </button>
        </span>
      )}
    </div>
  )
}
