/** Whether a conversation that changed belongs to the list on the screen, without asking the server. */
import type { ConversationItem } from '../../api/conversation-list.ts'
import type { InboxQuery } from './route.ts'

const hourMs = 3_600_000

/** When the 24-hour window ends that the customer opened, ms. */
export const windowMs = 24 * hourMs
const closingMs = 2 * hourMs

/** `unsure`: only the server can tell. */
export function belongs(
  item: ConversationItem,
  { query, userId, nowMs }: { readonly query: InboxQuery; readonly userId: string; readonly nowMs: number },
): 'yes' | 'no' | 'unsure' {
  if (!fitsFilters(item, query, userId)) return 'no'
  if (!fitsState(item, query.state, nowMs)) return 'no'
  return query.text === undefined ? 'yes' : 'unsure'
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

function fitsState(item: ConversationItem, state: InboxQuery['state'], nowMs: number): boolean {
  if (state === 'all') return true
  if (state === 'waiting') return item.waitingTs !== undefined
  if (state !== 'window_closing') return item.state === state
  if (item.lastInboundTs === undefined || item.unanswered === 0) return false
  const leftMs = item.lastInboundTs + windowMs - nowMs
  return leftMs > 0 && leftMs <= closingMs
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
