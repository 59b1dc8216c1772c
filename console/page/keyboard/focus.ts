/** Where the keyboard is. */

/** True for fields in which keys are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'button', 'submit'].includes(target.type)
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  )
}

export function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('#search')
  field?.focus()
  field?.select()
  return field !== null
}

/** The latest message. */
export function focusMessage(): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('.thread [data-key]')]
  rows.at(-1)?.focus()
  return rows.length > 0
}

/** From one message to the next, when one of them has the focus. False: none has. */
export function moveInMessages(by: 1 | -1): boolean {
  const row = document.activeElement?.closest<HTMLElement>('.thread [data-key]')
  if (row === null || row === undefined) return false
  const rows = [...document.querySelectorAll<HTMLElement>('.thread [data-key]')]
  const next = rows[rows.indexOf(row) + by]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
  return true
}
