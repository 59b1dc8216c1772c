/** Tells the other agents that this one writes. */
import { useRef } from 'preact/hooks'
import { useConsole } from '../parts/context.ts'

const everyMs = 4_000

export function useTypingSignal(): () => void {
  const { store, calls } = useConsole()
  const last = useRef(0)
  return () => {
    const { open, connection } = store.get()
    if (open === undefined || connection !== 'live' || Date.now() - last.current < everyMs) return
    last.current = Date.now()
    void calls.typing(open.id).catch(() => undefined)
  }
}
