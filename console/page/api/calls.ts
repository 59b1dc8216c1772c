/** The calls of the API that the page makes. Paths and shapes are those of `console/api/`. */
import type { Act, ActResult } from '../../api/acts.ts'
import type { ConversationList } from '../../api/conversation-list.ts'
import type { Conversation, Messages } from '../../api/conversation.ts'
import type {
  InsightList,
  InsightQuery,
  InsightRows,
  InsightRowsQuery,
  InsightValues,
} from '../../api/insights.ts'
import type {
  Asked,
  ChangePreview,
  ChangeState,
  CustomerChange,
  Forgetting,
  Proposals,
} from '../../api/customer-changes.ts'
import type { Customer, Customers } from '../../api/customers.ts'
import type { DeadLetters, Health } from '../../api/health.ts'
import type { NotUnderstood, NotUnderstoodQuery, PatchQuery } from '../../api/not-understood.ts'
import type { StoryboardOfPeriod, StoryboardQuery } from '../../api/storyboard.ts'
import type { Agents } from '../../api/presence.ts'
import type { SavedReplies, SavedReply } from '../../api/saved-replies.ts'
import type { Session, SignInWays } from '../../api/session.ts'
import type { Why } from '../../api/why.ts'
import { type InboxQuery, toSearch } from '../state/route.ts'
import type { Requests } from './request.ts'

export type Calls = ReturnType<typeof createCalls>

export function createCalls({ send }: Requests) {
  return {
    session: () => send<Session>('/api/session'),
    signInWays: () => send<SignInWays>('/api/sign-in'),
    signIn: (email: string, password: string) =>
      send<undefined>('/api/sign-in', { method: 'POST', body: { email, password } }),
    signOut: () => send<undefined>('/api/sign-out', { method: 'POST' }),
    list(query: InboxQuery, cursor: string | undefined, signal: AbortSignal) {
      const search = new URLSearchParams(toSearch(query))
      search.set('state', query.state)
      if (cursor !== undefined) search.set('cursor', cursor)
      return send<ConversationList>(`/api/conversations?${search}`, { signal })
    },
    conversation: (id: string, signal: AbortSignal) => send<Conversation>(of(id), { signal }),
    messages(id: string, before: string | undefined, signal: AbortSignal) {
      const end = before === undefined ? '' : `&before=${encodeURIComponent(before)}`
      return send<Messages>(`${of(id)}/messages?limit=50${end}`, { signal })
    },
    why: (id: string, messageId: string, signal: AbortSignal) =>
      send<Why>(`${of(id)}/why/${encodeURIComponent(messageId)}`, { signal }),
    typing: (id: string) => send<undefined>(`${of(id)}/typing`, { method: 'POST' }),
    insights: (signal: AbortSignal) => send<InsightList>('/api/insights', { signal }),
    insight: (name: string, query: InsightQuery, signal: AbortSignal) =>
      send<InsightValues>(`/api/insights/${name}?${searchOf(query)}`, { signal }),
    storyboard: (query: StoryboardQuery, signal: AbortSignal) =>
      send<StoryboardOfPeriod>(`/api/storyboard?${searchOf(query)}`, { signal }),
    notUnderstood: (query: NotUnderstoodQuery, signal: AbortSignal) =>
      send<NotUnderstood>(`/api/not-understood?${searchOf(query)}`, { signal }),
    notUnderstoodPatch: (query: PatchQuery) =>
      send<Blob>(`/api/not-understood/patch?${searchOf(query)}`, { isFile: true }),
    insightRows: (name: string, query: InsightRowsQuery) =>
      send<InsightRows>(`/api/insights/${name}/rows?${searchOf(query)}`),
    customers: (text: string, signal: AbortSignal) =>
      send<Customers>(`/api/customers?${new URLSearchParams({ text })}`, { signal }),
    customer: (pId: string, signal: AbortSignal) => send<Customer>(ofCustomer(pId), { signal }),
    proposals: (signal: AbortSignal) => send<Proposals>('/api/customer-proposals', { signal }),
    previewChange: (change: CustomerChange, signal: AbortSignal) =>
      send<ChangePreview>('/api/customer-changes/preview', { method: 'POST', body: change, signal }),
    askForChange: (change: CustomerChange, seen: string) =>
      send<Asked>('/api/customer-changes', { method: 'POST', body: { change, seen } }),
    changeState: (id: string, signal: AbortSignal) =>
      send<ChangeState>(`/api/customer-changes/${encodeURIComponent(id)}`, { signal }),
    exportCustomer: (pId: string) =>
      send<Blob>(`${ofCustomer(pId)}/export`, { method: 'POST', isFile: true }),
    forgetting: (pId: string, signal: AbortSignal) =>
      send<Forgetting>(`${ofCustomer(pId)}/forgetting`, { signal }),
    forget: (pId: string, seen: string) =>
      send<Asked>(`${ofCustomer(pId)}/forget`, { method: 'POST', body: { word: 'forget', seen } }),
    health: (signal: AbortSignal) => send<Health>('/api/health', { signal }),
    deadLetters: (signal: AbortSignal) => send<DeadLetters>('/api/health/dead-letters', { signal }),
    settleDeadLetter: (id: string, how: 'retry' | 'drop') =>
      send<undefined>(`/api/health/dead-letters/${encodeURIComponent(id)}/${how}`, { method: 'POST' }),
    savedReplies: () => send<SavedReplies>('/api/saved-replies'),
    addSavedReply: (text: string) =>
      send<SavedReply>('/api/saved-replies', { method: 'POST', body: { text } }),
    changeSavedReply: (id: string, text: string) =>
      send<SavedReply>(`/api/saved-replies/${encodeURIComponent(id)}`, { method: 'PUT', body: { text } }),
    removeSavedReply: (id: string) =>
      send<undefined>(`/api/saved-replies/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    agents: () => send<Agents>('/api/agents'),
    act: (id: string, act: Act) => send<ActResult>(`${of(id)}/acts`, { method: 'POST', body: act }),
  }
}

function ofCustomer(pId: string): string {
  return `/api/customers/${encodeURIComponent(pId)}`
}

function of(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`
}

function searchOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const named = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(named).toString()
}
