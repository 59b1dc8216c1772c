import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

interface SearchFieldProps {
  readonly label: string
  /** What is searched now. */
  readonly text: string
  /** Called some time after the last key, and at Enter. */
  readonly onSearch: (words: string) => void
}

const searchMs = 250

/** A field whose words are searched while they are typed. */
export function SearchField({ label, text, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(text)
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setTyped(text), [text])

  function search(words: string): void {
    if (words !== text) onSearch(words)
  }

  return (
    <form
      role="search"
      class="search"
      onSubmit={(event) => {
        event.preventDefault()
        clearTimeout(wait.current)
        search(typed.trim())
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        id="search"
        maxLength={200}
        aria-label={label}
        placeholder={label}
        value={typed}
        onKeyDown={(event) => {
          // Browsers would empty the field. Escape leaves it, as it leaves the others.
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.currentTarget.blur()
        }}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value)
          clearTimeout(wait.current)
          wait.current = setTimeout(() => search(value.trim()), searchMs)
        }}
      />
    </form>
  )
}
