/** What one page still has to be told. A newer value of the same thing takes the place of an older one. */
import type { LiveEvent, LiveListener } from './http/event-stream.ts'

export interface LiveFeed extends LiveListener {
  /** `key` names what it is about: an event of the same key that was not taken yet is replaced. */
  put(key: string, event: LiveEvent): void
  /** Until the page is gone. */
  events(): AsyncIterable<LiveEvent>
}

/** A page that is so far behind asks again for what it shows, when it is open again. */
const mostWaiting = 2_000

export function createLiveFeed(listener: LiveListener): LiveFeed {
  const waiting = new Map<string, LiveEvent>()
  let wake: (() => void) | undefined
  listener.signal.addEventListener('abort', () => wake?.())
  return {
    ...listener,
    put(key, event) {
      if (waiting.size >= mostWaiting && !waiting.has(key)) return
      waiting.set(key, event)
      wake?.()
    },
    async *events() {
      while (!listener.signal.aborted) {
        const events = [...waiting.values()]
        waiting.clear()
        yield* events
        if (waiting.size > 0 || listener.signal.aborted) continue
        await new Promise<void>((resolve) => {
          wake = resolve
          if (waiting.size > 0 || listener.signal.aborted) resolve()
        })
      }
    },
  }
}
