import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useConversationActs } from './use-conversation-acts.ts'

/** Asks before a comment is deleted. */
export function DeleteDialog() {
  const texts = useTexts()
  const { store } = useConsole()
  const { act } = useConversationActs()
  const deleting = useView((state) => state.deleting)
  if (deleting === undefined) return null
  const { conversationId, commentId, text } = deleting
  const close = (): void => store.set({ deleting: undefined })
  const answer = (name: 'hide' | 'delete'): void => {
    close()
    void act({ act: name, commentId }, conversationId)
  }
  return (
    <Dialog title={texts.deleteTitle} onClose={close}>
      <div class="stack">
        <blockquote>
          <bdi>{text.slice(0, 300)}</bdi>
        </blockquote>
        <p>{texts.deleteText}</p>
        <div class="row end">
          <button type="button" onClick={close} autofocus>
            {texts.cancel}
          </button>
          <button type="button" onClick={() => answer('hide')}>
            {texts.hideInstead}
          </button>
          <button type="button" class="danger" onClick={() => answer('delete')}>
            {texts.deleteYes}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
