/** What buttons and keys do with the open conversation. */
import type { NewAct } from '../control/act-control.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'

export interface ConversationActs {
  readonly takeOver: () => Promise<void>
  readonly giveBack: () => Promise<void>
  /** Marks it as done, and goes to the next of the list. */
  readonly markDone: () => Promise<void>
  readonly assign: (to: string | null) => Promise<void>
  /** Any other act; says why when it is refused. True when it was not refused. */
  readonly act: (act: NewAct, conversationId?: string) => Promise<boolean>
}

export function useConversationActs(): ConversationActs {
  const { store, acts, notify, go } = useConsole()
  const texts = useTexts()

  async function act(given: NewAct, conversationId = store.get().open?.id): Promise<boolean> {
    if (conversationId === undefined) return false
    const result = await acts.act(conversationId, given)
    if (result?.is !== 'refused') return true
    notify('bad', textOf(texts.reasons, result.reason) ?? texts.actFailed(result.says ?? result.reason ?? ''))
    return false
  }

  /** The next of the list, else the one before; undefined: the list has no other. */
  function neighbour(id: string): string | undefined {
    const { items } = store.get().list
    const at = items.findIndex((item) => item.id === id)
    return items[at + 1]?.id ?? items[at - 1]?.id
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
      const { open, route } = store.get()
      if (open === undefined) return
      const next = neighbour(open.id)
      const isDone = await act({ act: 'mark_done' })
      if (!isDone) return
      notify('good', texts.didDone)
      const now = store.get().route
      if (now.conversationId !== open.id || route.query.state === 'all') return
      go({ ...now, conversationId: next === open.id ? undefined : next }, 'replace')
    },
    async assign(to) {
      await act({ act: 'assign', to })
    },
  }
}
