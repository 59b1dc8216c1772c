import { setTimeout as pause } from 'node:timers/promises'

export interface Repeating {
  readonly signal: AbortSignal
  /** Waits, but no longer than until `stop`. */
  rest(ms: number): Promise<void>
}

/** `once` is called again and again until `stop`, which resolves when the last call has ended. */
export function repeat(once: (repeating: Repeating) => Promise<void>): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined)
  async function run(): Promise<void> {
    while (!signal.aborted) await once({ signal, rest })
  }
  const ran = run()
  return {
    async stop() {
      stopping.abort()
      await ran
    },
  }
}
