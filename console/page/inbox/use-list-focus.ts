/** On a narrow screen the list and the conversation take turns. The focus goes along, so that the keyboard is not lost. */
import { useEffect, useRef } from 'preact/hooks'

export function useListFocus(conversationId: string | undefined): void {
  const before = useRef(conversationId)
  useEffect(() => {
    const closed = before.current
    before.current = conversationId
    if (closed === conversationId) return undefined
    // The browser takes the focus from what it no longer shows, before the next paint.
    const frame = requestAnimationFrame(() => {
      const { activeElement } = document
      const isLost = !(activeElement instanceof HTMLElement) || activeElement === document.body
      const isHidden = activeElement instanceof HTMLElement && activeElement.offsetParent === null
      if (!isLost && !isHidden) return
      const target =
        conversationId === undefined ? `[data-id="${CSS.escape(closed ?? '')}"]` : '#conversation'
      const element = document.querySelector<HTMLElement>(target)
      if (element?.offsetParent) element.focus({ preventScroll: conversationId !== undefined })
    })
    return () => cancelAnimationFrame(frame)
  }, [conversationId])
}
