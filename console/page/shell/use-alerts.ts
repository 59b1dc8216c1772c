/** Says, by a sound and to screen readers, that more customers wait than before. */
import { useEffect, useRef } from 'preact/hooks'
import { useConsole, useTexts, useView } from '../parts/context.ts'
import { playChime } from './chime.ts'

/** Many who begin to wait at once are one sound. */
const quietMs = 4_000

export function useAlerts(): void {
  const texts = useTexts()
  const { store, announce } = useConsole()
  const waiting = useView(({ counts }) => counts.waiting)
  const before = useRef<number>(undefined)
  const soundTs = useRef(0)
  useEffect(() => {
    const more = before.current === undefined ? 0 : (waiting ?? 0) - before.current
    before.current = waiting
    if (more <= 0) return
    if (Date.now() - soundTs.current < quietMs) return
    soundTs.current = Date.now()
    announce(texts.newWaiting(more))
    if (store.get().preferences.hasSound) playChime()
  }, [waiting])
}
