import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** Waiting that ends when the server stops, so that nothing holds the process. */
export function createTimers() {
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  return {
    /** Resolves after `ms`, or when stopped. */
    async sleep(ms: number): Promise<void> {
      if (ms > 0) await setTimeout(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
    },
    stop: () => stopping.abort(),
  }
}
