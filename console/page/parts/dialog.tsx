import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useTexts } from './context.ts'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  readonly class?: string
  /** Undefined: it cannot be closed by hand. */
  readonly onClose?: () => void
  readonly children: ComponentChildren
}

/** Over the page. The browser keeps the focus inside, and gives it back when the dialog closes. */
export function Dialog({ title, class: name = '', onClose, children }: DialogProps) {
  const texts = useTexts()
  const element = useRef<HTMLDialogElement>(null)
  const isShown = useRef(true)
  const id = useId()
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    return () => {
      isShown.current = false
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      class={`dialog ${name}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      onClose={() => {
        // Browsers close a dialog at the second Escape, whatever the page says to the first.
        if (!isShown.current) return
        if (onClose === undefined) element.current?.showModal()
        else onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose?.()
      }}
    >
      <div class="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          {onClose !== undefined && (
            <button type="button" class="plain" aria-label={texts.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
