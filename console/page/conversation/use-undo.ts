/** Taking back a message that has not left. Its text returns to the field. */
import { useConsole, useTexts } from '../parts/context.ts'
import { isMessage } from '../control/act-control.ts'
import type { LocalAct, PageState, PageStore } from '../state/page-state.ts'
import { aimOf, aimOfMessage } from './aim-of.ts'
import { whyRefused } from '../texts/explain.ts'
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
    const shown = (open?.messages ?? []).flatMap((message) => {
      const { outboundId, undoUntil, text, agent, state } = message
      const isMine = state === 'undo' && agent?.id === session?.user.id
      if (open === undefined || outboundId === undefined || undoUntil === undefined || !isMine) return []
      if (here.has(outboundId)) return []
      const aim = aimOfMessage(message)
      return [{ conversationId: open.id, outboundId, undoUntil, text: text ?? '', aim }]
    })
    known = { acts, messages: open?.messages, list: [...shown, ...queued] }
  }
  const { list } = known
  return list.every(({ undoUntil }) => undoUntil > nowMs)
    ? list
    : list.filter(({ undoUntil }) => undoUntil > nowMs)
}

/** Takes back this message, else the last one. */
export function useUndo(): (which?: Undoable) => Promise<void> {
  const { store, acts, conversation, notify, go } = useConsole()
  const texts = useTexts()
  return async (which) => {
    const one = which ?? (await lastOf(store))
    const userId = store.get().session?.user.id
    if (one === undefined || userId === undefined) return
    const result = await acts.act(one.conversationId, { act: 'undo', outboundId: one.outboundId })
    if (result === undefined) return
    if (result.is === 'refused') {
      notify('bad', whyRefused(texts, result))
      return
    }
    conversation.forget(one.conversationId, one.outboundId)
    const draft = loadDraft(userId, one.conversationId)
    const { text, aim } = one
    const back = putBack(draft, { text, pictureUrl: '', aim: isNote(draft?.aim) ? aim : (draft?.aim ?? aim) })
    saveDraft(userId, one.conversationId, { ...back, ts: store.get().nowMs })
    const taken = store.get().acts.find(({ outboundId }) => outboundId === one.outboundId)
    if (taken !== undefined) acts.drop(taken.act.key)
    // The next keys are meant for the text, and must not act as keys.
    const { route, draftsChanged } = store.get()
    if (route.conversationId !== one.conversationId)
      go({ ...route, screen: 'inbox', conversationId: one.conversationId })
    store.set({ draftsChanged: draftsChanged + 1, wantedAim: { aim: back.aim } })
    notify('good', texts.undone)
  }
}

/** The message that the agent wrote last. It may be on its way to the server: an older one must not stand in for it. */
async function lastOf(store: PageStore): Promise<Undoable | undefined> {
  const key = store.get().acts.findLast(isOnItsWay)?.act.key
  if (key === undefined) return undoable(store.get()).at(-1)
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(() => {
      if (store.get().acts.some((one) => one.act.key === key && isOnItsWay(one))) return
      stop()
      resolve()
    })
  })
  const outboundId = store.get().acts.find(({ act }) => act.key === key)?.outboundId
  return undoable(store.get()).find((one) => one.outboundId === outboundId)
}

function isOnItsWay({ is, act }: LocalAct): boolean {
  return isMessage(act) && act.act !== 'note' && (is === 'waiting' || is === 'asking')
}
