import { useConsole, useTexts, useView } from '../parts/context.ts'
import { loadDraft, putBack, saveDraft } from '../state/drafts.ts'
import type { LocalAct } from '../state/page-state.ts'
import { whyRefused } from '../texts/explain.ts'
import { aimOf } from './aim-of.ts'
import { Words } from './words.tsx'

/** What the agent wrote and the server has not shown yet, in its place at the end. */
export function LocalRow({ local }: { readonly local: LocalAct }) {
  const texts = useTexts()
  const { acts } = useConsole()
  const { act, is } = local
  const editAgain = useEditAgain(local)
  const isStuck = is === 'refused' || is === 'kept'
  const why = is === 'refused' ? whyRefused(texts, local) : undefined
  return (
    <li
      class={act.act === 'note' ? 'note local' : 'message ours by-agent first last local'}
      data-key={act.key}
      data-local={is}
      tabIndex={-1}
    >
      <div class="bubble-line">
        <div class="bubble">
          <Words text={'text' in act ? act.text : ''} />
        </div>
      </div>
      <div class="meta">
        <span class={isStuck ? 'in-trouble' : undefined}>
          <span>
            {texts.localState[is]} {why}
          </span>
          {isStuck && (
            <span class="row">
              <button type="button" class="small" onClick={() => acts.retryOne(act.key)}>
                {is === 'kept' ? texts.sendNow : texts.resend}
              </button>
              <button type="button" class="small" onClick={editAgain}>
                {texts.editAgain}
              </button>
              <button type="button" class="small" onClick={() => acts.drop(act.key)}>
                {texts.discard}
              </button>
            </span>
          )}
        </span>
      </div>
    </li>
  )
}

/** The text goes back to the field, before what is typed there. */
function useEditAgain({ act, conversationId }: LocalAct): () => void {
  const { acts, store } = useConsole()
  const userId = useView((state) => state.session?.user.id)
  return () => {
    if (userId === undefined || !('text' in act)) return
    const draft = loadDraft(userId, conversationId)
    const pictureUrl = 'pictureUrl' in act ? (act.pictureUrl ?? '') : ''
    const back = putBack(draft, { text: act.text, pictureUrl, aim: aimOf(act) })
    saveDraft(userId, conversationId, { ...back, ts: store.get().nowMs })
    acts.drop(act.key)
    store.set({ draftsChanged: store.get().draftsChanged + 1, wantedAim: { aim: aimOf(act) } })
  }
}
