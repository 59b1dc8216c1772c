/** The text in the composer, kept in the browser with every change. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useConsole, useView } from '../parts/context.ts'
import { type DraftAim, emptyDraft, isNote, loadDraft, saveDraft } from '../state/drafts.ts'

export interface TypedDraft {
  readonly text: string
  readonly pictureUrl: string
  /** Undefined: the usual one. */
  readonly aim: DraftAim | undefined
  readonly aside: string
}

export function useDraft(): { draft: TypedDraft; change: (to: Partial<TypedDraft>) => void } {
  const { store } = useConsole()
  const userId = useView((state) => state.session?.user.id) ?? ''
  const conversationId = useView((state) => state.route.conversationId) ?? ''
  const changed = useView((state) => state.draftsChanged)
  const [draft, setDraft] = useState<TypedDraft>(() => loadDraft(userId, conversationId) ?? emptyDraft)
  const latest = useRef(draft)
  latest.current = draft

  useLayoutEffect(() => {
    const kept = loadDraft(userId, conversationId)
    if (kept === undefined) return
    latest.current = kept
    setDraft(kept)
  }, [changed, userId, conversationId])

  function change(to: Partial<TypedDraft>): void {
    const before = latest.current
    const isOther = 'aim' in to && !('aside' in to) && isNote(to.aim) !== isNote(before.aim)
    const texts = isOther ? { text: before.aside, aside: to.text ?? before.text } : {}
    const next = { ...before, ...to, ...texts }
    const wasEmpty = before.text === ''
    latest.current = next
    setDraft(next)
    saveDraft(userId, conversationId, { ...next, ts: store.get().nowMs })
    // The list marks conversations with a draft.
    if (wasEmpty !== (next.text === '')) store.set({ draftsChanged: store.get().draftsChanged + 1 })
  }

  return { draft, change }
}
