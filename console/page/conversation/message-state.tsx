import type { Message } from '../../api/conversation.ts'
import { useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { textOf } from '../texts/texts.ts'
import { aimOfMessage } from './aim-of.ts'
import { useConversationActs } from './use-conversation-acts.ts'
import { useUndo } from './use-undo.ts'

/** What became of a message that we sent, and what can be done about it. */
export function MessageState({ message, isLast }: { readonly message: Message; readonly isLast: boolean }) {
  const { by, state, readTs, deliveredTs } = message
  if (by === 'customer') return null
  if (state === 'undo') return <InUndo message={message} />
  if (state !== undefined && state !== 'sent') return <Unsent message={message} state={state} />
  if (!isLast && readTs === undefined) return null
  return <Receipt readTs={readTs} deliveredTs={deliveredTs} />
}

function Receipt({ readTs, deliveredTs }: Pick<Message, 'readTs' | 'deliveredTs'>) {
  const texts = useTexts()
  const { exact } = useFormats()
  if (readTs !== undefined)
    return (
      <span class="tick read" title={exact(readTs)}>
        <Icon name="read" />
        {texts.read}
      </span>
    )
  if (deliveredTs === undefined) return null
  return (
    <span class="tick" title={exact(deliveredTs)}>
      <Icon name="sent" />
      {texts.delivered}
    </span>
  )
}

function InUndo({ message }: { readonly message: Message }) {
  const texts = useTexts()
  const undo = useUndo()
  const userId = useView((state) => state.session?.user.id)
  const conversationId = useView((state) => state.open?.id)
  const { outboundId, undoUntil = 0, agent, text = '' } = message
  const seconds = useView(({ nowMs }) => Math.max(0, Math.ceil((undoUntil - nowMs) / 1_000)))
  if (seconds === 0) return <span>{texts.outboundState.pending}</span>
  const isMine = agent?.id === userId
  return (
    <>
      <span aria-hidden="true">{texts.undoIn(seconds)}</span>
      {isMine && outboundId !== undefined && conversationId !== undefined && (
        <button
          type="button"
          class="link"
          onClick={() =>
            void undo({ conversationId, outboundId, undoUntil, text, aim: aimOfMessage(message) })
          }
        >
          {texts.undo}
        </button>
      )}
    </>
  )
}

const troubled = new Set(['held', 'failed', 'expired', 'suppressed'])

/** Facebook would refuse it again. */
function isHopeless(reason: string | undefined): boolean {
  return reason === 'already_replied' || reason === 'private_reply_too_late'
}

function Unsent({ message, state }: { readonly message: Message; readonly state: string }) {
  const texts = useTexts()
  const mayAct = useMayAct()
  const { act } = useConversationActs()
  const { outboundId, reason } = message
  const why = textOf(texts.reasons, reason) ?? (reason === undefined ? '' : `(${reason})`)
  const says = textOf(texts.outboundState, state) ?? state
  if (!troubled.has(state)) return <span>{says}</span>
  const offers = [
    ...(isHopeless(reason) ? [] : ([['resend', texts.resend]] as const)),
    ...(state === 'held' ? ([['mark_sent', texts.markSent]] as const) : []),
    ['drop', texts.drop],
  ] as const
  return (
    <span class="in-trouble">
      <span>
        <strong>{says}</strong> {why}
      </span>
      {mayAct && outboundId !== undefined && (state === 'held' || state === 'failed') && (
        <span class="row">
          {offers.map(([name, text]) => (
            <button
              key={name}
              type="button"
              class="small"
              onClick={() => void act({ act: name, outboundId })}
            >
              {text}
            </button>
          ))}
        </span>
      )}
    </span>
  )
}
