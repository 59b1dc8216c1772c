import { useEffect, useRef, useState } from 'preact/hooks'
import type { SavedReply } from '../../api/saved-replies.ts'
import { RequestError } from '../api/request.ts'
import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { fillVariables } from './fill-variables.ts'
import { SavedReplyRow } from './saved-reply-row.tsx'

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
              onChange={(changed) => attempt(() => saved.change(one.id, changed))}
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
          <button type="button" onClick={() => void attempt(() => saved.add(own))}>
            {texts.saveThis}
          </button>
        )}
        <p class="quiet">{texts.savedHint}</p>
      </div>
    </Dialog>
  )
}

/** Returns whether it was done. What went wrong is shown until the next attempt. */
function useAttempt() {
  const texts = useTexts()
  const [trouble, setTrouble] = useState<string>()
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    setTrouble(undefined)
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      setTrouble(texts.actFailed(error.message))
      return false
    }
  }
  return { trouble, attempt }
}

function useFill(): (text: string) => string {
  const session = useView((state) => state.session)
  const head = useView((state) => state.open?.head)
  const page = session?.pages.find(({ pageId }) => pageId === head?.pageId)?.name
  const name = head?.name
  return (text) =>
    fillVariables(text, {
      ...(name === undefined ? {} : { name, first_name: name.split(' ')[0] ?? name }),
      ...(page === undefined ? {} : { page }),
      agent: session?.user.name ?? '',
    })
}
