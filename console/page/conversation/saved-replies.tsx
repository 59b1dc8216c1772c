import { useState } from 'preact/hooks'
import { useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { readStored, writeStored } from '../state/storage.ts'
import { fillVariables } from './fill-variables.ts'

interface SavedProps {
  /** What is in the field: it can be saved. */
  readonly text: string
  readonly onPick: (text: string) => void
  readonly onClose: () => void
}

/** Replies that this user keeps in the browser. The first that fits the search is taken with Enter. */
export function SavedReplies({ text, onPick, onClose }: SavedProps) {
  const texts = useTexts()
  const session = useView((state) => state.session)
  const head = useView((state) => state.open?.head)
  const place = `pagebeat.saved-replies.${session?.user.id ?? ''}`
  const [saved, setSaved] = useState(() => toTexts(readStored(place)))
  const [search, setSearch] = useState('')
  const found = saved.filter((one) => one.toLowerCase().includes(search.toLowerCase()))

  function keep(next: readonly string[]): void {
    setSaved(next)
    writeStored(place, next)
  }

  function pick(one: string): void {
    const page = session?.pages.find(({ pageId }) => pageId === head?.pageId)?.name
    const name = head?.name
    onPick(
      fillVariables(one, {
        ...(name === undefined ? {} : { name, first_name: name.split(' ')[0] ?? name }),
        ...(page === undefined ? {} : { page }),
        agent: session?.user.name ?? '',
      }),
    )
    onClose()
  }

  return (
    <Dialog title={texts.savedReplies} class="saved" onClose={onClose}>
      {/* A form within the composer's form is not allowed: Enter is taken here. */}
      <div class="stack">
        <input
          type="search"
          autofocus
          aria-label={texts.savedReplies}
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            const [first] = found
            if (first !== undefined) pick(first)
          }}
        />
        <ul class="saved-list">
          {found.map((one) => (
            <li key={one} class="row">
              <button type="button" class="saved-text" onClick={() => pick(one)}>
                <bdi>{one}</bdi>
              </button>
              <button
                type="button"
                class="plain square"
                aria-label={`${texts.removeSaved}: ${one.slice(0, 40)}`}
                onClick={() => keep(saved.filter((other) => other !== one))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
        {saved.length === 0 && <p class="quiet">{texts.noSaved}</p>}
        {text.trim() !== '' && !saved.includes(text.trim()) && (
          <button type="button" onClick={() => keep([...saved, text.trim()])}>
            {texts.saveThis}
          </button>
        )}
        <p class="quiet">{texts.savedHint}</p>
      </div>
    </Dialog>
  )
}

function toTexts(kept: unknown): readonly string[] {
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}
