/** Keys for everything. They never act while the user types, with a modifier, or when they are switched off. */
import type { Message } from '../../api/conversation.ts'
import { useEffect, useRef } from 'preact/hooks'
import { type ConversationActs, useConversationActs } from '../conversation/use-conversation-acts.ts'
import { undoable, useUndo } from '../conversation/use-undo.ts'
import type { Console } from '../control/console.ts'
import { useConsole, useMayAct } from '../parts/context.ts'
import type { inboxStates, Route } from '../state/route.ts'
import { focusMessage, focusSearch, isTyping, moveInMessages } from './focus.ts'
import { moveInList } from './move-in-list.ts'

/** After g: the states of the Inbox. */
const goTo: Readonly<Record<string, (typeof inboxStates)[number]>> = {
  w: 'waiting',
  i: 'waiting',
  u: 'not_understood',
  t: 'trouble',
  c: 'window_closing',
  g: 'agent',
  b: 'bot',
  d: 'done',
  a: 'all',
}
/** After g: the other screens. */
const screens: Readonly<Record<string, Route['screen']>> = {
  k: 'customers',
  n: 'insights',
  h: 'health',
}
const chordMs = 1_500

export function useShortcuts(): void {
  const page = useConsole()
  const mayAct = useMayAct()
  const conversation = useConversationActs()
  const undo = useUndo()
  const now = useRef({ mayAct, conversation, undo })
  now.current = { mayAct, conversation, undo }
  useEffect(() => {
    let chordTs = Number.NEGATIVE_INFINITY
    const onKeyDown = (event: KeyboardEvent): void => {
      const { access, preferences } = page.store.get()
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return
      if (access !== 'signed_in' || document.querySelector('dialog[open]') !== null) return
      if (event.key === 'Escape') return leave(page, event)
      if (!preferences.hasShortcuts || isTyping(event.target)) return
      const isChord = event.timeStamp - chordTs < chordMs
      const begins = event.key === 'g' && !isChord
      chordTs = begins ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (begins) return
      const acts = now.current
      const isDone = isChord
        ? goToState(page, event.key)
        : shared(page, event.key) || (acts.mayAct && agents(page, acts, event.key))
      if (isDone) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [page])
}

function goToState({ store, go }: Console, key: string): boolean {
  const screen = screens[key]
  if (screen !== undefined) {
    go({ ...store.get().route, screen, conversationId: undefined })
    return true
  }
  const state = goTo[key]
  if (state === undefined) return false
  go({ screen: 'inbox', query: { state }, conversationId: undefined })
  return true
}

/** True when the key did something. */
function shared(page: Console, key: string): boolean {
  const { store } = page
  const { open, side } = store.get()
  switch (key) {
    case 'j':
      return moveInList(page, 1)
    case 'k':
      return moveInList(page, -1)
    case 'ArrowDown':
      return moveInMessages(1) || moveInList(page, 1)
    case 'ArrowUp':
      return moveInMessages(-1) || moveInList(page, -1)
    case '/':
      return focusSearch()
    case '?':
      store.set({ dialog: 'shortcuts' })
      return true
    case 'e':
      return focusMessage()
    case 'c':
      store.set({ side: side === 'customer' ? undefined : 'customer' })
      return open !== undefined
    default:
      return false
  }
}

function agents(
  { store }: Console,
  { conversation, undo }: { readonly conversation: ConversationActs; readonly undo: () => Promise<void> },
  key: string,
): boolean {
  const { open, session } = store.get()
  if (key === 'u') {
    const { markedDone, nowMs } = store.get()
    // A message leaves soon: it goes first.
    const isDone = undoable(store.get()).length === 0 && markedDone !== undefined && markedDone.until > nowMs
    void (isDone ? conversation.reopen(markedDone.conversationId) : undo())
    return true
  }
  // The field is there before the conversation is: what is typed meanwhile must not act as keys.
  if (open !== undefined && (key === 'r' || key === 'n')) {
    store.set({ wantedAim: { aim: key === 'r' ? undefined : { kind: 'note' } } })
    return true
  }
  if (open?.head === undefined) return false
  switch (key) {
    case 's':
      document.querySelector<HTMLElement>('#saved-replies')?.click()
      return true
    case 't':
      void conversation.takeOver()
      return true
    case 'b':
      void conversation.giveBack()
      return true
    case 'd':
      void conversation.markDone()
      return true
    case 'w': {
      const chosen = document.activeElement?.closest<HTMLElement>('[data-message]')?.dataset['message']
      const id = chosen ?? lastSaid(open?.messages ?? [])?.id
      if (id !== undefined) store.set({ side: `why:${id}` })
      return id !== undefined
    }
    case 'm':
      void conversation.assign(session?.user.id ?? null)
      return true
    default:
      return false
  }
}

/** The customer's last message that says anything: a hand-over or a log-in that came after it asks for no reply. */
function lastSaid(messages: readonly Message[]): Message | undefined {
  const theirs = messages.filter(({ by }) => by === 'customer')
  return (
    theirs.findLast(
      ({ text, attachments, isRemoved }) => text !== undefined || attachments.length > 0 || isRemoved,
    ) ?? theirs.at(-1)
  )
}

/** Escape closes the panel, leaves the field, and on a narrow screen the conversation: one of them each time. */
function leave({ store, go }: Console, event: KeyboardEvent): void {
  const { side, route } = store.get()
  const { activeElement } = document
  if (isTyping(event.target)) return
  if (side !== undefined) store.set({ side: undefined })
  else if (route.screen === 'customers') go({ ...route, customers: { ...route.customers, pId: undefined } })
  else if (route.conversationId !== undefined) {
    const id = route.conversationId
    go({ ...route, conversationId: undefined })
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus())
  } else if (activeElement instanceof HTMLElement) activeElement.blur()
}
