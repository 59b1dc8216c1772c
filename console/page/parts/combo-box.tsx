import { useEffect, useId, useRef, useState } from 'preact/hooks'

export interface ComboOption {
  readonly name: string
  readonly text: string
}

interface ComboBoxProps {
  readonly label: string
  /** The name of the chosen one. */
  readonly value: string
  readonly options: readonly ComboOption[]
  /** Stands there when no option has the typed words. */
  readonly empty: string
  readonly onChoose: (name: string) => void
}

/** One of many options: what is typed filters them, arrows and Enter choose, Escape keeps the one before. */
export function ComboBox({ label, value, options, empty, onChoose }: ComboBoxProps) {
  const [typed, setTyped] = useState<string>()
  const [at, setAt] = useState(0)
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const isOpen = typed !== undefined
  const words = typed?.trim().toLowerCase() ?? ''
  const found = options.filter(({ text }) => words === '' || toWords(text).includes(toWords(words)))
  const marked = found[Math.min(at, found.length - 1)]
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at, typed])

  // What is typed next replaces the chosen one.
  useEffect(() => {
    if (!isOpen && document.activeElement === field.current) field.current?.select()
  }, [isOpen])

  function open(): void {
    setTyped('')
    setAt(
      Math.max(
        0,
        options.findIndex(({ name }) => name === value),
      ),
    )
  }

  function choose(option: ComboOption | undefined): void {
    if (option !== undefined) onChoose(option.name)
    setTyped(undefined)
  }

  function press(event: KeyboardEvent): void {
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return open()
      const step = key === 'ArrowDown' ? 1 : -1
      setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length))
    }
    if (!isOpen) return
    if (key === 'Enter') {
      event.preventDefault()
      choose(marked)
    }
    if (key === 'Escape') {
      // It closes the list, and leaves the field only when it is closed.
      event.preventDefault()
      event.stopPropagation()
      setTyped(undefined)
    }
  }

  return (
    <span class="combo">
      <input
        type="text"
        ref={field}
        role="combobox"
        autocomplete="off"
        aria-label={label}
        aria-expanded={isOpen}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen && marked !== undefined ? `${id}-${marked.name}` : undefined}
        value={typed ?? options.find(({ name }) => name === value)?.text ?? value}
        placeholder={options.find(({ name }) => name === value)?.text}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onClick={() => isOpen || open()}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
        onBlur={() => setTyped(undefined)}
      />
      {isOpen && (
        <ul id={id} role="listbox" aria-label={label} ref={list}>
          {found.map((option) => (
            <li
              key={option.name}
              id={`${id}-${option.name}`}
              role="option"
              aria-selected={option === marked}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              {option.text}
            </li>
          ))}
        </ul>
      )}
      {isOpen && found.length === 0 && (
        <span class="quiet" role="status">
          {empty}
        </span>
      )}
    </span>
  )
}

/** `order_status` is found by "order status". */
function toWords(text: string): string {
  return text.toLowerCase().replaceAll(/[_.-]+/g, ' ')
}
