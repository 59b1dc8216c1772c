/** What buttons and keys do with the open conversation. */
import type { NewAct } from '../control/act-control.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { whyRefused } from '../texts/explain.ts'

export interface ConversationActs {
  readonly takeOver: () => Promise<void>
  readonly giveBack: () => Promise<void>
  /** Goes to the next of the list, and marks it as done. */
  readonly markDone: () => Promise<void>
  /** Shows it again: it was not done. */
  readonly reopen: (conversationId: string) => Promise<void>
  readonly assign: (to: string | null) => Promise<void>
  /** Any other act; says why when it is refused. True when it was not refused. */
  readonly act: (act: NewAct, conversationId?: string) => Promise<boolean>
}

/** As long as a notice stays, and a little more: the agent reads the next conversation first. */
const doneMs = 10_000

/** Conversations that are being marked as done: they are in the list until the server tells that they have left it. */
const leaving = new Set<string>()
const leavingMs = 3_000

export function useConversationActs(): ConversationActs {
  const { store, acts, notify, announce, go } = useConsole()
  const texts = useTexts()

  async function act(given: NewAct, conversationId = store.get().open?.id): Promise<boolean> {
    if (conversationId === undefined) return false
    const result = await acts.act(conversationId, given)
    if (result?.is !== 'refused') return true
    const why = whyRefused(texts, result)
    // The agent may be with another customer by now.
    const name = store.get().open?.id === conversationId ? undefined : nameOf(conversationId)
    notify('bad', name === undefined ? why : `${name}: ${why}`)
    return false
  }

  function nameOf(id: string): string {
    return store.get().list.items.find((item) => item.id === id)?.name ?? texts.noName
  }

  /** The next of the list, else the one before; undefined: the list has no other that is not about to be done. */
  function neighbour(id: string): string | undefined {
    const { list } = store.get()
    const at = list.items.findIndex((item) => item.id === id)
    const others = [...list.items.slice(at + 1), ...list.items.slice(0, Math.max(0, at)).toReversed()]
    return others.find((other) => other.id !== id && !leaving.has(other.id))?.id
  }

  return {
    act,
    async takeOver() {
      const { open, session } = store.get()
      const isMine = open?.head?.assignedTo?.id === session?.user.id
      if (!(await act({ act: 'take_over' }, open?.id))) return
      notify('good', texts.didTakeOver)
      if (!isMine && session !== undefined) await act({ act: 'assign', to: session.user.id }, open?.id)
    },
    async giveBack() {
      if (await act({ act: 'give_back' })) notify('good', texts.didGiveBack)
    },
    async markDone() {
      const { open, route, nowMs } = store.get()
      if (open === undefined) return
      const { id } = open
      const next = neighbour(id)
      leaving.add(id)
      const done = act({ act: 'mark_done' }, id)
      // At once: the next keys are meant for the next conversation.
      if (route.conversationId === id && route.query.state !== 'all')
        go({ ...route, conversationId: next }, 'replace')
      const isDone = await done
      setTimeout(() => leaving.delete(id), leavingMs)
      if (!isDone) return
      store.set({ markedDone: { conversationId: id, until: nowMs + doneMs } })
      announce(texts.didDone)
    },
    async reopen(conversationId) {
      store.set({ markedDone: undefined })
      if (!(await act({ act: 'reopen' }, conversationId))) return
      const { route } = store.get()
      if (route.conversationId !== conversationId) go({ ...route, screen: 'inbox', conversationId })
      notify('good', texts.didReopen)
    },
    async assign(to) {
      await act({ act: 'assign', to })
    },
  }
}
