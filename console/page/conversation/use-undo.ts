/** Taking back a message that has not left. Its text returns to the field. */
import { useConsole, useTexts } from '../parts/context.ts'
import type { PageState } from '../state/page-state.ts'
import { aimOf } from './aim-of.ts'
import { textOf } from '../texts/texts.ts'
import { type DraftAim, isNote, loadDraft, putBack, saveDraft } from '../state/drafts.ts'

export interface Undoable {
  readonly conversationId: string
  readonly outboundId: string
  readonly undoUntil: number
  readonly text: string
  readonly aim: DraftAim
}

let known:
  | { readonly acts: unknown; readonly messages: unknown; readonly list: readonly Undoable[] }
  | undefined

/** Messages of this user that can still be taken back, the last one last. The same array while nothing changes. */
export function undoable({ acts, open, nowMs, session }: PageState): readonly Undoable[] {
  if (known?.acts !== acts || known.messages !== open?.messages) {
    const queued = acts.flatMap(({ conversationId, outboundId, undoUntil, act }) =>
      outboundId === undefined || undoUntil === undefined || !('text' in act)
        ? []
        : [{ conversationId, outboundId, undoUntil, text: act.text, aim: aimOf(act) }],
    )
    const here = new Set(queued.map(({ outboundId }) => outboundId))
    const shown = (open?.messages ?? []).flatMap(({ outboundId, undoUntil, text, agent, state }) =>
      open === undefined ||
      outboundId === undefined ||
      undoUntil === undefined ||
      state !== 'undo' ||
      agent?.id !== session?.user.id ||
      here.has(outboundId)
        ? []
        : [
            {
              conversationId: open.id,
              outboundId,
              undoUntil,
              text: text ?? '',
              aim: { kind: 'reply' as const },
            },
          ],
    )
    known = { acts, messages: open?.messages, list: [...shown, ...queued] }
  }
  const { list } = known
  return list.every(({ undoUntil }) => undoUntil > nowMs)
    ? list
    : list.filter(({ undoUntil }) => undoUntil > nowMs)
}

/** Takes back this message, else the last one that can be. */
export function useUndo(): (which?: Undoable) => Promise<void> {
  const { store, acts, conversation, notify } = useConsole()
  const texts = useTexts()
  return async (which) => {
    const one = which ?? undoable(store.get()).at(-1)
    const userId = store.get().session?.user.id
    if (one === undefined || userId === undefined) return
    const result = await acts.act(one.conversationId, { act: 'undo', outboundId: one.outboundId })
    if (result === undefined) return
    if (result.is === 'refused') {
      notify('bad', textOf(texts.reasons, result.reason) ?? texts.actFailed(result.says ?? ''))
      return
    }
    conversation.forget(one.conversationId, one.outboundId)
    const draft = loadDraft(userId, one.conversationId)
    const { text, aim } = one
    const back = putBack(draft, { text, pictureUrl: '', aim: isNote(draft?.aim) ? aim : (draft?.aim ?? aim) })
    saveDraft(userId, one.conversationId, { ...back, ts: store.get().nowMs })
    const taken = store.get().acts.find(({ outboundId }) => outboundId === one.outboundId)
    if (taken !== undefined) acts.drop(taken.act.key)
    store.set({ draftsChanged: store.get().draftsChanged + 1 })
    notify('good', texts.undone)
  }
}
