import { useEffect, useRef, useState } from 'preact/hooks'
import type { SavedReply } from '../../api/saved-replies.ts'
import { RequestError } from '../api/request.ts'
import { useConsole, useExplain, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { unknownVariables } from './fill-variables.ts'
import { SavedReplyRow } from './saved-reply-row.tsx'
import { useFill } from './use-fill.ts'

interface SavedProps {
  /** What is in the field: it can be saved. */
  readonly text: string
  readonly onPick: (text: string) => void
  readonly onClose: () => void
}

/** Replies that agents keep for all agents. The first that fits the search is taken with Enter. */
export function SavedReplies({ text, onPick, onClose }: SavedProps) {
  const texts = useTexts()
  const { saved } = useConsole()
  const replies = useView((state) => state.savedReplies)
  const fill = useFill()
  const { trouble, attempt } = useAttempt()
  const field = useRef<HTMLInputElement>(null)
  const [search, setSearch] = useState('')
  const [isLoaded, setLoaded] = useState(replies !== undefined)
  useEffect(() => {
    void saved.load().then(() => setLoaded(true))
  }, [saved])
  const found = (replies ?? []).filter((one) => one.text.toLowerCase().includes(search.toLowerCase()))
  const own = text.trim()

  function pick(one: SavedReply): void {
    onPick(fill(one.text))
    onClose()
  }

  async function add(): Promise<void> {
    // The button is gone then.
    if (await attempt(() => saved.add(own), own)) field.current?.focus()
  }

  return (
    <Dialog title={texts.savedReplies} class="saved" onClose={onClose}>
      {/* A form within the composer's form is not allowed: Enter is taken here. */}
      <div class="stack">
        <input
          ref={field}
          type="search"
          autofocus
          aria-label={texts.savedReplies}
          placeholder={texts.searchSaved}
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            const [first] = found
            if (first !== undefined) pick(first)
          }}
        />
        {trouble !== undefined && (
          <p class="problem" role="alert">
            {trouble}
          </p>
        )}
        <ul class="saved-list">
          {found.map((one) => (
            <SavedReplyRow
              key={one.id}
              reply={one}
              onPick={() => pick(one)}
              onChange={(changed) => attempt(() => saved.change(one.id, changed), changed)}
              onRemove={() =>
                attempt(async () => {
                  await saved.remove(one.id)
                  field.current?.focus()
                })
              }
            />
          ))}
        </ul>
        {replies === undefined && isLoaded && <p class="quiet">{texts.savedUnknown}</p>}
        {replies?.length === 0 && <p class="quiet">{texts.noSaved}</p>}
        {own !== '' && replies !== undefined && !replies.some((one) => one.text === own) && (
          <button type="button" onClick={() => void add()}>
            {texts.saveThis}
          </button>
        )}
        <p class="quiet">{texts.savedHint}</p>
      </div>
    </Dialog>
  )
}

/** Returns whether it was done. What went wrong, or is wrong with `text`, is shown until the next attempt. */
function useAttempt() {
  const texts = useTexts()
  const explain = useExplain()
  const [trouble, setTrouble] = useState<string>()
  async function attempt(work: () => Promise<void>, text = ''): Promise<boolean> {
    const unknown = unknownVariables(text)
    setTrouble(unknown.length === 0 ? undefined : texts.noVariable(unknown.join(', ')))
    if (unknown.length > 0) return false
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      setTrouble(texts.actFailed(explain(error)))
      return false
    }
  }
  return { trouble, attempt }
}
