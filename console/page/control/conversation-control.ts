/** The open conversation: its head and its messages. */
import type { Conversation, Message } from '../../api/conversation.ts'
import type { Calls } from '../api/calls.ts'
import { RequestError } from '../api/request.ts'
import { dropDraft } from '../state/drafts.ts'
import { mergeMessages } from '../state/merge-messages.ts'
import type { OpenConversation, PageStore } from '../state/page-state.ts'

export interface ConversationControl {
  /** Shows it: what is known of it at once, then what the server says. Undefined closes it. */
  readonly show: (id: string | undefined) => Promise<void>
  readonly older: () => Promise<void>
  readonly refresh: () => Promise<void>
  readonly takeMessages: (conversationId: string, messages: readonly Message[]) => void
  /** The message was taken back. */
  readonly forget: (conversationId: string, outboundId: string) => void
  readonly takeHead: (head: Conversation) => void
  /** They are no more. An open one is asked for: it may be a part of another one now. */
  readonly drop: (ids: readonly string[]) => void
}

const mostKept = 20

export function createConversationControl({
  store,
  calls,
}: {
  readonly store: PageStore
  readonly calls: Calls
}): ConversationControl {
  const kept = new Map<string, OpenConversation>()
  let asked = new AbortController()
  /** What came live while the server was asked: its response may be older. */
  let meanwhile: Message[] = []

  async function show(id: string | undefined): Promise<void> {
    const { open } = store.get()
    if (open?.id !== id) {
      if (open?.is === 'ready') keep(open)
      asked.abort()
      const empty = { head: undefined, messages: [], before: undefined, is: 'loading' } as const
      store.set({ open: id === undefined ? undefined : (kept.get(id) ?? { id, ...empty }), side: undefined })
    }
    await refresh()
  }

  function keep(open: OpenConversation): void {
    kept.delete(open.id)
    kept.set(open.id, open)
    for (const id of [...kept.keys()].slice(0, -mostKept)) kept.delete(id)
  }

  function change(id: string, to: (open: OpenConversation) => Partial<OpenConversation>): void {
    const { open } = store.get()
    if (open?.id === id) store.set({ open: { ...open, ...to(open) } })
  }

  async function refresh(): Promise<void> {
    const id = store.get().open?.id
    if (id === undefined) return
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    meanwhile = []
    try {
      const [head, found] = await Promise.all([
        calls.conversation(id, signal),
        calls.messages(id, undefined, signal),
      ])
      change(id, (open) => {
        const newest = open.messages.at(-1)
        // After a long break there may be a gap between what is known and the latest messages.
        const isBeside = found.messages.some((message) => message.id === newest?.id)
        const known = isBeside ? mergeMessages(open.messages, found.messages) : found.messages
        const messages = mergeMessages(known, meanwhile)
        return { head, messages, before: isBeside ? open.before : found.before, is: 'ready' }
      })
    } catch (error) {
      if (signal.aborted) return
      const isMissing = error instanceof RequestError && error.status === 404
      if (isMissing) {
        change(id, () => ({ is: 'missing', head: undefined, messages: [], before: undefined }))
        const { session } = store.get()
        if (session !== undefined) dropDraft(session.user.id, id)
        return
      }
      change(id, ({ head }) => ({ is: head === undefined ? 'failed' : 'ready' }))
    }
  }

  async function older(): Promise<void> {
    const { open } = store.get()
    if (open?.is !== 'ready' || open.before === undefined) return
    const { id, before } = open
    change(id, () => ({ is: 'loading_older' }))
    try {
      const found = await calls.messages(id, before, asked.signal)
      change(id, ({ messages }) => ({
        messages: mergeMessages(found.messages, messages),
        before: found.before,
        is: 'ready',
      }))
    } catch {
      change(id, () => ({ is: 'ready' }))
    }
  }

  return {
    show,
    older,
    refresh,
    takeMessages: (conversationId, messages) =>
      change(conversationId, (open) => {
        meanwhile.push(...messages)
        return open.is === 'loading' ? {} : { messages: mergeMessages(open.messages, messages) }
      }),
    forget: (conversationId, outboundId) =>
      change(conversationId, ({ messages }) => ({
        messages: messages.filter((message) => message.outboundId !== outboundId),
      })),
    drop(ids) {
      for (const id of ids) kept.delete(id)
      if (ids.includes(store.get().open?.id ?? '')) void refresh()
    },
    takeHead: (head) => change(head.id, () => ({ head })),
  }
}
