/** What a list of the Inbox is about, and its order. */
import type { PageId } from '../../../domain/ids.ts'

export const listStates = [
  'waiting',
  'agent',
  'bot',
  'not_understood',
  'trouble',
  'window_closing',
  'done',
  'all',
] as const
export type ListState = (typeof listStates)[number]

export interface ListFilter {
  readonly state: ListState
  readonly pageId?: PageId | undefined
  readonly channel?: 'messenger' | 'feed' | undefined
  readonly language?: string | undefined
  readonly intent?: string | undefined
  readonly scene?: string | undefined
  readonly adId?: string | undefined
  /** The id of a user, or `nobody`. */
  readonly assigned?: string | undefined
  /** Words of the texts and of the customer's name. */
  readonly text?: string | undefined
  readonly limit: number
  /** `next` of the page before. */
  readonly cursor?: string | undefined
}

interface Order {
  readonly column: string
  readonly index: string
  readonly direction: 'asc' | 'desc'
}

export const orders: Readonly<Record<ListState, Order>> = {
  waiting: { column: 'waitingTs', index: 'waitingIndex', direction: 'asc' },
  agent: { column: 'agentTs', index: 'agentIndex', direction: 'desc' },
  bot: { column: 'botTs', index: 'botIndex', direction: 'desc' },
  not_understood: { column: 'notUnderstoodTs', index: 'notUnderstoodIndex', direction: 'desc' },
  trouble: { column: 'troubleTs', index: 'troubleIndex', direction: 'desc' },
  window_closing: { column: 'windowTs', index: 'windowIndex', direction: 'asc' },
  done: { column: 'doneTs', index: 'doneIndex', direction: 'desc' },
  all: { column: 'lastTs', index: 'allIndex', direction: 'desc' },
}
