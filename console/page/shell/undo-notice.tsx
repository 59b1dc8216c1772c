import { useConversationActs } from '../conversation/use-conversation-acts.ts'
import { undoable, useUndo } from '../conversation/use-undo.ts'
import { useTexts, useView } from '../parts/context.ts'

/** While a message of this user has not left, and after Done: what can be taken back. The key u takes the first one. */
export function UndoNotice() {
  const hasMessage = useView((state) => undoable(state).length > 0)
  return (
    <>
      <UndoMessage />
      <UndoDone hasKey={!hasMessage} />
    </>
  )
}

function UndoMessage() {
  const texts = useTexts()
  const undo = useUndo()
  const last = useView((state) => undoable(state).at(-1))
  const seconds = useView((state) =>
    last === undefined ? 0 : Math.max(0, Math.ceil((last.undoUntil - state.nowMs) / 1_000)),
  )
  if (last === undefined) return null
  return (
    <p class="notice undo">
      <span aria-hidden="true">{texts.undoIn(seconds)}</span>
      <button type="button" onClick={() => void undo(last)}>
        {texts.undo} <kbd aria-hidden="true">u</kbd>
      </button>
    </p>
  )
}

function UndoDone({ hasKey }: { readonly hasKey: boolean }) {
  const texts = useTexts()
  const { reopen } = useConversationActs()
  const marked = useView(({ markedDone, nowMs }) =>
    markedDone === undefined || markedDone.until <= nowMs ? undefined : markedDone,
  )
  if (marked === undefined) return null
  return (
    <p class="notice undo">
      <span aria-hidden="true">{texts.didDone}</span>
      <button type="button" onClick={() => void reopen(marked.conversationId)}>
        {texts.undo} {hasKey && <kbd aria-hidden="true">u</kbd>}
      </button>
    </p>
  )
}
