import type { InboxState } from '../../../../console/api/conversation-list.ts'
import { hourMs, type Stored } from './world.ts'

/** As in `listQuerySchema`, decoded. */
export interface StubQuery {
  readonly state: InboxState
  readonly page?: string | undefined
  readonly channel?: string | undefined
  readonly language?: string | undefined
  readonly intent?: string | undefined
  readonly scene?: string | undefined
  readonly ad?: string | undefined
  readonly assigned?: string | undefined
  readonly text?: string | undefined
}

/** Whether the conversation is in the list of the query. */
export function fits({ head, messages }: Stored, query: StubQuery, nowMs: number): boolean {
  const text = query.text?.toLowerCase()
  const assigned = query.assigned === 'me' ? '1' : query.assigned
  const pairs = [
    [query.page, head.pageId],
    [query.channel, head.channel],
    [query.language, head.language],
    [query.intent, head.intent],
    [query.scene, head.scene],
    [query.ad, head.adId],
    [assigned, head.assignedTo?.id ?? 'nobody'],
  ]
  if (!pairs.every(([wanted, is]) => wanted === undefined || wanted === is)) return false
  const words = [head.name, ...messages.slice(-20).map((message) => message.text)]
  if (text !== undefined && !words.some((word) => word?.toLowerCase().includes(text))) return false
  if (query.state === 'all') return true
  if (query.state === 'waiting') return head.waitingTs !== undefined
  if (query.state !== 'window_closing') return head.state === query.state
  const leftMs = (head.lastInboundTs ?? 0) + 24 * hourMs - nowMs
  return head.unanswered > 0 && leftMs > 0 && leftMs < 2 * hourMs
}
