import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useConsole, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { DraftAim } from '../state/drafts.ts'
import { ComposerAim } from './composer-aim.tsx'
import { limitOf, usualAim } from './composer-rules.ts'
import { whyNoPrivateReply } from './private-reply.ts'
import { PictureField } from './picture-field.tsx'
import { SavedReplies } from './saved-replies.tsx'
import { useDraft } from './use-draft.ts'
import { useSend } from './use-send.ts'
import { useTypingSignal } from './use-typing-signal.ts'
import { windowOf } from './window-of.ts'

/** Where agents write. What is typed is kept in the browser with every key. */
export function Composer() {
  const texts = useTexts()
  const mayAct = useMayAct()
  if (!mayAct) return <p class="composer viewer">{texts.viewerOnly}</p>
  return <Fields />
}

function Fields() {
  const texts = useTexts()
  const { store } = useConsole()
  const enterSends = useView((state) => state.preferences.enterSends)
  const usual = useView(({ open }) => usualAim(open))
  const { draft, change } = useDraft()
  const aim = draft.aim ?? usual
  const [hasPicture, showPicture] = useState(draft.pictureUrl !== '')
  const [isSaving, showSaved] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const signal = useTypingSignal()
  const send = useSend()
  const most = limitOf(aim)
  const over = draft.text.length - most
  const block = useBlock(aim)
  // Before that nobody knows where the customer wrote last.
  const isKnown = useView(({ open }) => open?.head !== undefined)

  useWantedAim((wanted) => {
    if (wanted !== undefined || aim.kind === 'note') change({ aim: wanted })
    field.current?.focus()
  })
  useGrowing(field, draft.text)
  useEffect(() => {
    if (draft.pictureUrl !== '') showPicture(true)
  }, [draft.pictureUrl])

  /** A note that waits is kept apart from the reply. What cannot be sent may become a note. */
  function turn(next: DraftAim): void {
    const becomesNote = block !== undefined && next.kind === 'note' && draft.aside === ''
    change(becomesNote ? { aim: next, aside: '' } : { aim: next })
  }

  function submit(): void {
    if (!isKnown || block !== undefined || !send({ ...draft, aim })) return
    change({ text: '', ...(aim.kind === 'note' ? {} : { pictureUrl: '' }), aim: undefined })
    showPicture(false)
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === '/' && draft.text === '' && aim.kind !== 'note') {
      event.preventDefault()
      showSaved(true)
      return
    }
    if (event.key !== 'Enter') return
    const isAsked = event.ctrlKey || event.metaKey
    // A phone's keyboard has no Shift+Enter.
    const isPlain = enterSends && !event.shiftKey && !matchMedia('(pointer: coarse)').matches
    if (!isAsked && !isPlain) return
    event.preventDefault()
    submit()
  }

  const label = labelOf(aim)
  return (
    <form
      class={aim.kind === 'note' ? 'composer is-note' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <ComposerAim aim={aim} onAim={turn} />
      {block === undefined ? undefined : <p class="block">{block}</p>}
      <textarea
        ref={field}
        id="composer"
        rows={1}
        dir="auto"
        value={draft.text}
        aria-label={label}
        placeholder={label}
        aria-describedby="characters"
        aria-keyshortcuts="r"
        onInput={({ currentTarget: { value } }) => {
          change({ text: value })
          signal()
        }}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {hasPicture && aim.kind === 'reply' && (
        <PictureField
          value={draft.pictureUrl}
          onChange={(pictureUrl) => change({ pictureUrl })}
          onClose={() => {
            change({ pictureUrl: '' })
            showPicture(false)
          }}
        />
      )}
      <div class="composer-tools">
        {aim.kind === 'reply' && (
          <button
            type="button"
            class="plain square"
            aria-label={texts.addPicture}
            title={texts.addPicture}
            aria-expanded={hasPicture}
            onClick={() => showPicture(true)}
          >
            <Icon name="picture" />
          </button>
        )}
        <button
          type="button"
          class="plain square"
          id="saved-replies"
          aria-label={texts.savedReplies}
          title={`${texts.savedReplies} (s, /)`}
          onClick={() => showSaved(true)}
        >
          <Icon name="saved" />
        </button>
        <Count used={draft.text.length} most={most} />
        <button
          type="submit"
          class="strong send"
          aria-disabled={!isKnown || block !== undefined || over > 0 || draft.text.trim() === ''}
        >
          {aim.kind === 'note' ? texts.addNote : texts.send}
        </button>
      </div>
      {isSaving && (
        <SavedReplies
          text={draft.text}
          onClose={() => {
            showSaved(false)
            setTimeout(() => field.current?.focus())
          }}
          onPick={(text) => {
            change({ text: draft.text === '' ? text : `${draft.text} ${text}` })
            store.set({ announcement: text })
          }}
        />
      )}
    </form>
  )

  function labelOf({ kind }: DraftAim): string {
    if (kind === 'note') return texts.writeNote
    if (kind === 'reply_in_public') return texts.writePublic
    return kind === 'reply_in_private' ? texts.writePrivate : texts.writeReply
  }
}

function Count({ used, most }: { readonly used: number; readonly most: number }) {
  const texts = useTexts()
  const { number } = useFormats()
  const over = used - most
  const isNear = used > most * 0.8
  return (
    <span id="characters" class={over > 0 ? 'characters over' : 'characters'} data-near={isNear}>
      {over > 0 ? texts.tooLong(over) : texts.characters(number(used), number(most))}
    </span>
  )
}

/** Why a message of this aim cannot leave now. The text is kept. */
function useBlock(aim: DraftAim): string | undefined {
  const texts = useTexts()
  const { kind } = aim
  const why = useView((state) =>
    aim.kind === 'reply_in_private' ? whyNoPrivateReply(state, aim.commentId) : undefined,
  )
  const head = useView((state) => state.open?.head)
  const is = useView(({ nowMs }) => (head === undefined ? 'open' : windowOf(head, nowMs).is))
  if (why !== undefined) return texts.reasons[why]
  if (kind !== 'reply') return undefined
  if (is === 'closed') return `${texts.windowClosed}. ${texts.windowClosedLong}`
  return is === 'none' ? texts.windowNone : undefined
}

/** Buttons and keys elsewhere aim the composer. */
function useWantedAim(take: (aim: DraftAim | undefined) => void): void {
  const { store } = useConsole()
  const wanted = useView((state) => state.wantedAim)
  // Before the next key arrives.
  useLayoutEffect(() => {
    if (wanted === undefined) return
    store.set({ wantedAim: undefined })
    take(wanted.aim)
  }, [wanted])
}

/** As high as its text, within the bounds of the style. */
function useGrowing(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + 2}px`
  }, [text, field])
}
