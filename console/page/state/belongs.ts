/** Whether a conversation that changed belongs to the list on the screen, without asking the server. */
import type { ConversationItem } from '../../api/conversation-list.ts'
import type { InboxQuery } from './route.ts'

const hourMs = 3_600_000

/** When the 24-hour window ends that the customer opened, ms. */
export const windowMs = 24 * hourMs
const closingMs = 2 * hourMs

type Answer = 'yes' | 'no' | 'unsure'

/** The main state is the first of these that holds (console/api/conversation-list.ts). */
const order: readonly ConversationItem['state'][] = [
  'trouble',
  'waiting',
  'agent',
  'not_understood',
  'done',
  'bot',
]

/** `unsure`: only the server can tell. */
export function belongs(
  item: ConversationItem,
  { query, userId, nowMs }: { readonly query: InboxQuery; readonly userId: string; readonly nowMs: number },
): Answer {
  if (!fitsFilters(item, query, userId)) return 'no'
  const answer = fitsState(item, query.state, nowMs)
  return answer === 'yes' && query.text !== undefined ? 'unsure' : answer
}

function fitsFilters(item: ConversationItem, query: InboxQuery, userId: string): boolean {
  const pairs: readonly (readonly [string | undefined, string | undefined])[] = [
    [query.page, item.pageId],
    [query.channel, item.channel],
    [query.language, item.language],
    [query.intent, item.intent],
    [query.scene, item.scene],
    [query.ad, item.adId],
    [query.assigned === 'me' ? userId : query.assigned, item.assignedTo?.id ?? 'nobody'],
  ]
  return pairs.every(([wanted, is]) => wanted === undefined || wanted === is)
}

function fitsState(item: ConversationItem, state: InboxQuery['state'], nowMs: number): Answer {
  if (state === 'all') return 'yes'
  if (state === 'waiting') return item.waitingTs === undefined ? 'no' : 'yes'
  if (state === 'window_closing') return closes(item, nowMs)
  if (item.state === state) return 'yes'
  // A state that comes before hides whether this one holds, too. Only what nothing else holds for is the bot's.
  const isHidden = state !== 'bot' && order.indexOf(item.state) < order.indexOf(state)
  return isHidden ? 'unsure' : 'no'
}

function closes({ lastInboundTs, unanswered }: ConversationItem, nowMs: number): Answer {
  if (lastInboundTs === undefined) return 'no'
  const leftMs = lastInboundTs + windowMs - nowMs
  if (leftMs <= 0 || leftMs > closingMs) return 'no'
  return unanswered > 0 ? 'yes' : 'unsure'
}

/** The longest wait first, or the latest first. */
export function inOrder(
  items: readonly ConversationItem[],
  state: InboxQuery['state'],
): readonly ConversationItem[] {
  const rank = (item: ConversationItem): number => {
    if (state === 'waiting') return item.waitingTs ?? Number.MAX_SAFE_INTEGER
    if (state === 'window_closing') return item.lastInboundTs ?? Number.MAX_SAFE_INTEGER
    return -item.lastTs
  }
  return items.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}
