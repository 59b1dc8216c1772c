import { undoable, useUndo } from '../conversation/use-undo.ts'
import { useTexts, useView } from '../parts/context.ts'

/** While a message of this user has not left: how long it can be taken back. */
export function UndoNotice() {
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
      <button type="button" onClick={() => void undo()}>
        {texts.undo} <kbd aria-hidden="true">u</kbd>
      </button>
    </p>
  )
}
