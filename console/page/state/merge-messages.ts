/** Messages of a conversation from several responses and live events, each once, in order. */
import type { Message } from '../../api/conversation.ts'

/** Later ones replace earlier ones with their id, and a recorded message the outbound one that it came from. */
export function mergeMessages(before: readonly Message[], news: readonly Message[]): readonly Message[] {
  const recorded = new Set(
    news.flatMap(({ id, outboundId }) =>
      outboundId === undefined || id === `o${outboundId}` ? [] : [`o${outboundId}`],
    ),
  )
  const known = new Set(
    before.flatMap(({ id, outboundId }) =>
      outboundId === undefined || id.startsWith('o') ? [] : [outboundId],
    ),
  )
  const merged = new Map(before.filter(({ id }) => !recorded.has(id)).map((message) => [message.id, message]))
  for (const message of news) {
    const isStale =
      message.id.startsWith('o') && message.outboundId !== undefined && known.has(message.outboundId)
    if (!isStale) merged.set(message.id, message)
  }
  return [...merged.values()].toSorted((a, b) => a.ts - b.ts || compareIds(a.id, b.id))
}

function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : Number(a > b)
}
