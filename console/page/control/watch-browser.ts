/** What the browser tells: time, the back button, whether there is a network, and other tabs. */
import type { PageStore } from '../state/page-state.ts'
import { loadPreferences } from '../state/preferences.ts'
import { type Route, toPath, toRoute } from '../state/route.ts'

export interface BrowserWatch {
  readonly store: PageStore
  readonly show: (route: Route) => void
  /** Tries the connection at once. */
  readonly wake: () => void
  /** There is no network. */
  readonly sleep: () => void
  /** Asks the server whether the session lives. */
  readonly check: () => void
}

export function watchBrowser({ store, show, wake, sleep, check }: BrowserWatch): void {
  setInterval(() => store.set({ nowMs: Date.now() + store.get().clockOffsetMs }), 1_000)
  history.replaceState(null, '', toPath(store.get().route))
  window.addEventListener('popstate', () => show(toRoute(location)))
  window.addEventListener('online', wake)
  window.addEventListener('offline', sleep)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    wake()
    // The user may have signed in again in another tab.
    if (store.get().access === 'ended') check()
  })
  window.addEventListener('storage', ({ key }) => {
    if (key === 'pagebeat.preferences') store.set({ preferences: loadPreferences(navigator.languages) })
  })
}
