/** The parts of the page that act, tied together. */
import { type Calls, createCalls } from '../api/calls.ts'
import { createRequests, RequestError } from '../api/request.ts'
import type { Act } from '../../api/acts.ts'
import type { Session } from '../../api/session.ts'
import { removeOldDrafts } from '../state/drafts.ts'
import { emptyList, type PageState, type PageStore } from '../state/page-state.ts'
import { loadPreferences, type Preferences, savePreferences } from '../state/preferences.ts'
import { type Route, toPath, toRoute } from '../state/route.ts'
import { createStore } from '../state/store.ts'
import { createActControl, type ActControl } from './act-control.ts'
import { createConversationControl, type ConversationControl } from './conversation-control.ts'
import { createListControl, type ListControl } from './list-control.ts'
import { createLiveControl } from './live-control.ts'
import { createSavedReplyControl, type SavedReplyControl } from './saved-reply-control.ts'
import { watchBrowser } from './watch-browser.ts'

export interface Console {
  readonly store: PageStore
  readonly calls: Calls
  readonly list: ListControl
  readonly conversation: ConversationControl
  readonly acts: ActControl
  readonly saved: SavedReplyControl
  /** Shows the route. `replace`: the back button does not lead to what is shown now. */
  readonly go: (route: Route, how?: 'push' | 'replace') => void
  /** Throws RequestError when e-mail and password are not accepted. */
  readonly signIn: (email: string, password: string) => Promise<void>
  readonly signOut: () => Promise<void>
  readonly start: () => Promise<void>
  readonly prefer: (change: Partial<Preferences>) => void
  readonly notify: (kind: 'good' | 'bad', text: string) => void
  readonly announce: (text: string) => void
}

const noticeMs = 6_000
const againMs = 5_000
const laterMs = 1_000

export function createConsole(): Console {
  const store = createStore(firstState())
  const requests = createRequests(() => {
    if (store.get().access === 'signed_in') store.set({ access: 'ended' })
  })
  const calls = createCalls(requests)
  const list = createListControl({ store, calls })
  const conversation = createConversationControl({ store, calls })
  const acts = createActControl({ store, calls, onTaken: refreshLater })
  const saved = createSavedReplyControl({ store, calls })
  const live = createLiveControl({
    store,
    take: {
      conversations: ({ items }) => list.take(items),
      removed({ conversationIds }) {
        list.drop(conversationIds)
        conversation.drop(conversationIds)
        store.set({ removals: store.get().removals + 1 })
      },
      counts({ counts }) {
        // They are of all Pages.
        if (store.get().route.query.page === undefined) store.set({ counts })
        else list.refreshSoon()
      },
      messages: ({ conversationId, messages }) => conversation.takeMessages(conversationId, messages),
      conversation: (head) => conversation.takeHead(head),
      trouble({ error, says }) {
        if (error === 'signed_out') void check()
        else store.set({ serverTrouble: { error, says } })
      },
      beat({ nowMs }) {
        store.set({ clockOffsetMs: nowMs - Date.now(), serverTrouble: undefined })
        // The stream outlives trouble of the database, in which acts were not taken.
        acts.retry()
      },
    },
    onBack() {
      void Promise.all([list.refresh(), conversation.refresh()])
      acts.retry()
    },
    onRefused: () => void check(),
  })

  function show(route: Route): void {
    const before = store.get().route
    store.set({ route })
    markDepth(route)
    if (store.get().access !== 'signed_in') return
    if (toPath({ ...before, conversationId: undefined }) !== toPath({ ...route, conversationId: undefined }))
      void list.show(route.query)
    if (store.get().open?.id !== route.conversationId) void conversation.show(route.conversationId)
    live.listen(route.conversationId)
  }

  function go(route: Route, how: 'push' | 'replace' = 'push'): void {
    const path = toPath(route)
    if (path === location.pathname + location.search) how = 'replace'
    if (how === 'push') history.pushState(null, '', path)
    else history.replaceState(null, '', path)
    show(route)
  }

  /** Asks who is signed in. An unreachable server is no reason to ask for a password. */
  async function check(): Promise<void> {
    try {
      enter(await calls.session())
    } catch (error) {
      const isRefused = error instanceof RequestError && error.status === 401
      const { access } = store.get()
      if (isRefused)
        store.set({ access: access === 'signed_in' || access === 'ended' ? 'ended' : 'signed_out' })
      else if (access === 'checking' || access === 'unreachable') {
        store.set({ access: 'unreachable' })
        setTimeout(() => void check(), againMs)
      }
      if (isRefused) live.close()
    }
  }

  function enter(session: Session): void {
    const before = store.get()
    const wasIn = before.session?.user.id === session.user.id
    requests.setCsrf(session.csrf)
    const clockOffsetMs = session.nowMs - Date.now()
    store.set({ session, access: 'signed_in', clockOffsetMs, nowMs: session.nowMs })
    if (wasIn && before.access === 'signed_in') return
    if (!wasIn) store.set({ list: emptyList, open: undefined, acts: [], savedReplies: undefined })
    removeOldDrafts(session.nowMs)
    acts.restore(session.user.id)
    const { route } = store.get()
    live.listen(route.conversationId)
    calls.agents().then(
      ({ agents }) => store.set({ agents }),
      () => undefined,
    )
    if (session.user.role !== 'viewer') void saved.load()
    void list.show(route.query)
    void conversation.show(route.conversationId)
    acts.retry()
  }

  /** The live event may be late, or get lost on a line that is about to break. */
  function refreshLater(conversationId: string, act: Act): void {
    const before = store.get().open?.head
    setTimeout(() => {
      const { open, connection } = store.get()
      const isLate = connection !== 'live' || (!('text' in act) && open?.head === before)
      if (open?.id === conversationId && isLate) void conversation.refresh()
    }, laterMs)
  }

  function announce(text: string): void {
    store.set({ announcement: text })
  }

  return {
    store,
    calls,
    list,
    conversation,
    acts,
    saved,
    go,
    announce,
    async signIn(email, password) {
      await calls.signIn(email, password)
      enter(await calls.session())
    },
    async signOut() {
      await calls.signOut().catch(() => undefined)
      live.close()
      store.set({ access: 'signed_out', session: undefined, list: emptyList, open: undefined, acts: [] })
    },
    async start() {
      markDepth(store.get().route)
      watchBrowser({ store, show, wake: live.wake, sleep: live.sleep, check: () => void check() })
      await check()
    },
    prefer(change) {
      const preferences = { ...store.get().preferences, ...change }
      savePreferences(preferences)
      store.set({ preferences })
    },
    notify(kind, text) {
      const id = crypto.randomUUID()
      store.set({ notices: [...store.get().notices, { id, kind, text }].slice(-3) })
      setTimeout(() => store.set({ notices: store.get().notices.filter((one) => one.id !== id) }), noticeMs)
    },
  }
}

/** On a narrow screen the style shows one of both. */
function markDepth({ screen, conversationId, customers }: Route): void {
  const opened = screen === 'customers' ? customers?.pId : conversationId
  document.documentElement.dataset['depth'] = opened === undefined ? 'list' : 'conversation'
}

function firstState(): PageState {
  return {
    session: undefined,
    access: 'checking',
    clockOffsetMs: 0,
    nowMs: Date.now(),
    connection: 'opening',
    serverTrouble: undefined,
    route: toRoute(location),
    agents: [],
    savedReplies: undefined,
    list: emptyList,
    counts: {},
    open: undefined,
    acts: [],
    draftsChanged: 0,
    wantedAim: undefined,
    deleting: undefined,
    markedDone: undefined,
    notices: [],
    announcement: '',
    preferences: loadPreferences(navigator.languages),
    dialog: undefined,
    side: undefined,
    removals: 0,
  }
}
