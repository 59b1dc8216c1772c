/** Sends what is in the composer. */
import type { NewAct } from '../control/act-control.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { isWebUrl } from '../parts/web-url.ts'
import type { DraftAim } from '../state/drafts.ts'
import { limitOf } from './composer-rules.ts'
import { useFill } from './use-fill.ts'

interface Sendable {
  readonly text: string
  readonly pictureUrl: string
  readonly aim: DraftAim
}

/** False: there is nothing to send, or it is not allowed. */
export function useSend(): (draft: Sendable) => boolean {
  const { store, acts, notify } = useConsole()
  const texts = useTexts()
  const fill = useFill()
  return ({ text: typed, pictureUrl, aim }) => {
    // A customer must never read {first_name}, also when the agent typed it.
    const text = aim.kind === 'note' ? typed.trim() : fill(typed).trim()
    const { open } = store.get()
    if (text === '' || open === undefined || text.length > limitOf(aim)) return false
    if (aim.kind !== 'note' && pictureUrl !== '' && !isWebUrl(pictureUrl)) {
      notify('bad', texts.badPicture)
      return false
    }
    void acts.act(open.id, toAct(text, pictureUrl, aim))
    return true
  }
}

function toAct(text: string, pictureUrl: string, aim: DraftAim): NewAct {
  if (aim.kind === 'note') return { act: 'note', text }
  if ('commentId' in aim) return { act: aim.kind, commentId: aim.commentId, text }
  return pictureUrl === '' ? { act: 'reply', text } : { act: 'reply', text, pictureUrl }
}
