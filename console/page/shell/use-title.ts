import { useEffect } from 'preact/hooks'
import { useTexts, useView } from '../parts/context.ts'

/** The title of the tab says how many customers wait. */
export function useTitle(): void {
  const texts = useTexts()
  const waiting = useView((state) => (state.session === undefined ? 0 : (state.counts.waiting ?? 0)))
  const screen = useView(({ route }) => route.screen)
  useEffect(() => {
    const name = `${screen === 'inbox' ? texts.inbox : texts[screen].title} · Pagebeat`
    document.title = waiting === 0 ? name : texts.waitingTitle(waiting, name)
  }, [waiting, texts, screen])
}
