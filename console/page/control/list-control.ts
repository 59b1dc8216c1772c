/** The list of conversations: asked by pages, kept fresh by live events. */
import type { ConversationItem, ConversationList } from '../../api/conversation-list.ts'
import type { Calls } from '../api/calls.ts'
import { belongs, inOrder } from '../state/belongs.ts'
import { emptyList, type ListState, type PageStore } from '../state/page-state.ts'
import { type InboxQuery, toSearch } from '../state/route.ts'

export interface ListControl {
  /** Shows the list of the query: what is known of it at once, then what the server says. */
  readonly show: (query: InboxQuery) => Promise<void>
  readonly more: () => Promise<void>
  /** Asks the server again for the first page. What is on the screen stays until it responds. */
  readonly refresh: () => Promise<void>
  /** The same, for many calls in a row once. */
  readonly refreshSoon: () => void
  readonly take: (items: readonly ConversationItem[]) => void
  /** They are no more, in whichever list. */
  readonly drop: (ids: readonly string[]) => void
}

const mostKept = 12
const refreshMs = 800

export function createListControl({
  store,
  calls,
}: {
  readonly store: PageStore
  readonly calls: Calls
}): ListControl {
  const kept = new Map<string, ListState>()
  let asked = new AbortController()
  /** What came live while the server was asked: its response may be older. */
  let meanwhile: ConversationItem[] = []
  let planned: ReturnType<typeof setTimeout> | undefined

  async function show(query: InboxQuery): Promise<void> {
    const of = `${query.state}?${toSearch(query)}`
    if (store.get().list.of !== of) {
      keep(store.get().list)
      store.set({ list: kept.get(of) ?? { ...emptyList, of } })
    }
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    meanwhile = []
    try {
      put(of, await calls.list(query, undefined, signal))
    } catch {
      if (signal.aborted) return
      const { list } = store.get()
      store.set({ list: { ...list, is: list.items.length === 0 ? 'failed' : 'ready' } })
    }
  }

  function put(of: string, { items, next, counts }: ConversationList): void {
    store.set({ list: { of, items, next, is: 'ready' }, counts })
    take(meanwhile)
  }

  function keep(list: ListState): void {
    kept.delete(list.of)
    if (list.is === 'ready') kept.set(list.of, list)
    for (const name of [...kept.keys()].slice(0, -mostKept)) kept.delete(name)
  }

  async function more(): Promise<void> {
    const { list, route } = store.get()
    if (list.is !== 'ready' || list.next === undefined || route.screen !== 'inbox') return
    store.set({ list: { ...list, is: 'loading_more' } })
    try {
      const found = await calls.list(route.query, list.next, asked.signal)
      const now = store.get().list
      if (now.of !== list.of) return
      const known = new Set(now.items.map(({ id }) => id))
      const items = [...now.items, ...found.items.filter(({ id }) => !known.has(id))]
      store.set({ list: { of: list.of, items, next: found.next, is: 'ready' } })
    } catch {
      const now = store.get().list
      if (now.of === list.of) store.set({ list: { ...now, is: 'ready' } })
    }
  }

  async function refresh(): Promise<void> {
    const { route } = store.get()
    if (route.screen === 'inbox') await show(route.query)
  }

  function take(news: readonly ConversationItem[]): void {
    const { list, route, session, nowMs, open } = store.get()
    meanwhile = [...meanwhile, ...news].slice(-200)
    if (route.screen !== 'inbox' || session === undefined || list.is === 'loading' || news.length === 0)
      return
    const scope = { query: route.query, userId: session.user.id, nowMs }
    let isUnsure = false
    const items = new Map(list.items.map((item) => [item.id, item]))
    for (const item of news) {
      const answer = belongs(item, scope)
      if (answer === 'no') items.delete(item.id)
      else {
        isUnsure ||= answer === 'unsure'
        if (answer === 'yes' || items.has(item.id)) items.set(item.id, item)
      }
    }
    store.set({ list: { ...list, items: inOrder([...items.values()], route.query.state) } })
    const shown = news.find(({ id }) => id === open?.id)
    if (shown !== undefined && open?.head !== undefined)
      store.set({ open: { ...open, head: { ...open.head, ...shown } } })
    if (isUnsure) refreshSoon()
  }

  /** Many events in a row ask the server once. */
  function refreshSoon(): void {
    planned ??= setTimeout(() => {
      planned = undefined
      void refresh()
    }, refreshMs)
  }

  function drop(ids: readonly string[]): void {
    const without = (list: ListState): ListState => ({
      ...list,
      items: list.items.filter(({ id }) => !ids.includes(id)),
    })
    meanwhile = meanwhile.filter(({ id }) => !ids.includes(id))
    for (const [of, list] of kept) kept.set(of, without(list))
    store.set({ list: without(store.get().list) })
  }

  return { show, more, drop, refresh, refreshSoon, take }
}
