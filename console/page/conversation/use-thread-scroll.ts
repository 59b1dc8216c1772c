/**
 * Where the thread is scrolled to, and which part of it is in the document. New messages keep the bottom in view when it
 * was in view. Older ones, and parts that leave the document, do not move what is being read.
 */
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../parts/context.ts'
import type { Entry } from './thread-entries.ts'

export interface ThreadScroll {
  readonly shown: readonly Entry[]
  /** Number of entries below that are not in the document. */
  readonly hiddenBelow: number
  /** Number of entries that came while the agent reads further up; undefined: the bottom is in view. */
  readonly unread: number | undefined
  readonly toLatest: () => void
  readonly onScroll: () => void
}

const firstSize = 60
const step = 40
const mostShown = 180
/** Nearer to an end than this, more is shown, px. */
const nearPx = 600
const bottomPx = 48

export function useThreadScroll({
  box,
  entries,
  isReady,
}: {
  readonly box: RefObject<HTMLDivElement | null>
  readonly entries: readonly Entry[]
  readonly isReady: boolean
}): ThreadScroll {
  const { conversation } = useConsole()
  /** `end`: entries below that are hidden. */
  const [view, setView] = useState({ size: firstSize, end: 0 })
  const [isAtBottom, setAtBottom] = useState(true)
  const [seenKey, setSeenKey] = useState<string>()
  const stick = useRef(true)
  const anchor = useRef<{ readonly key: string; readonly top: number }>(undefined)
  const lastKey = entries.at(-1)?.key
  const known = useRef(lastKey)

  // Entries that come while the end is hidden stay hidden.
  let { end } = view
  if (lastKey !== known.current) {
    const at = entries.findLastIndex(({ key }) => key === known.current)
    if (end > 0 && at >= 0) end += entries.length - 1 - at
  }
  useLayoutEffect(() => {
    known.current = lastKey
    if (end !== view.end) setView({ ...view, end })
  })
  const to = entries.length - end
  const shown = entries.slice(Math.max(0, to - view.size), to)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    if (stick.current) element.scrollTop = element.scrollHeight
    else if (anchor.current !== undefined) {
      const row = rowOf(element, anchor.current.key)
      if (row !== undefined) element.scrollTop = row.offsetTop - anchor.current.top
    }
    // Too short to be scrolled: nothing else would ask for more.
    if (isReady && element.scrollHeight <= element.clientHeight) void conversation.older()
  })

  // A composer that grows, or a phone's keyboard, must not hide the latest message.
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const watch = new ResizeObserver(() => {
      if (stick.current) element.scrollTop = element.scrollHeight
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [isReady])

  function onScroll(): void {
    const element = box.current
    if (element === null) return
    const below = element.scrollHeight - element.clientHeight - element.scrollTop
    stick.current = below < bottomPx && view.end === 0
    if (stick.current !== isAtBottom) {
      setAtBottom(stick.current)
      setSeenKey(lastKey)
    }
    anchor.current = firstVisible(element)
    if (element.scrollTop < nearPx) showOlder()
    else if (below < nearPx && view.end > 0) setView({ ...view, end: Math.max(0, view.end - step) })
  }

  function showOlder(): void {
    const hiddenAbove = Math.max(0, to - view.size)
    if (hiddenAbove < step) void conversation.older()
    if (hiddenAbove === 0) return
    const size = Math.min(view.size + step, mostShown)
    const moved = step - (size - view.size)
    setView({ size, end: end + moved })
  }

  function toLatest(): void {
    stick.current = true
    setView({ size: firstSize, end: 0 })
    setAtBottom(true)
  }

  const seenAt = entries.findLastIndex(({ key }) => key === seenKey)
  return {
    shown,
    hiddenBelow: end,
    unread: isAtBottom ? undefined : seenAt < 0 ? 0 : entries.length - 1 - seenAt,
    toLatest,
    onScroll,
  }
}

function rowOf(box: HTMLElement, key: string): HTMLElement | undefined {
  return [...box.querySelectorAll<HTMLElement>('[data-key]')].find((row) => row.dataset['key'] === key)
}

function firstVisible(box: HTMLElement): { key: string; top: number } | undefined {
  for (const row of box.querySelectorAll<HTMLElement>('[data-key]')) {
    const top = row.offsetTop - box.scrollTop
    if (top + row.offsetHeight > 0) return { key: row.dataset['key'] ?? '', top }
  }
  return undefined
}
