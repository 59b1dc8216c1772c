/** Messages that a customer writes in quick succession. A storyboard may ask for one reply to all of them. */
import type { TurnFacts } from './turn.ts'

export interface BurstPart extends TurnFacts {
  /** When it happened, and when it was recorded, ms since the epoch. */
  readonly ts: number
  readonly openedTs: number
  readonly content: { readonly gone: unknown }
}

export interface Burst<Part> {
  readonly parts: readonly Part[]
  /** Until when the next message may still belong to it, ms. */
  readonly until: number
}

/** More messages than this get another reply. */
export const mostParts = 10
/** A customer who goes on and on gets a reply after this multiple of the pause. */
const longestShare = 5

/** The burst that the first of these turns begins. `turns`: the open ones, in the order of events. */
export function burstOf<Part extends BurstPart>(turns: readonly Part[], gatherMs: number): Burst<Part> {
  const [first] = turns
  if (first === undefined || !isTyped(first)) return { parts: turns.slice(0, 1), until: 0 }
  const end = turns.findIndex((turn, index) => {
    const before = turns[index - 1]
    return index > 0 && before !== undefined && !(isTyped(turn) && turn.ts - before.ts <= gatherMs)
  })
  const parts = turns.slice(0, Math.min(mostParts, end < 0 ? turns.length : end))
  const last = parts.at(-1) ?? first
  const isOver = end >= 0 || parts.length === mostParts
  const until = Math.min(last.openedTs + gatherMs, first.openedTs + longestShare * gatherMs)
  return { parts, until: isOver ? 0 : until }
}

/** One message that says all of it. The one that a link or an ad led to tells so. */
export function joinParts(parts: readonly TurnFacts[]): TurnFacts {
  const last = parts.at(-1)
  const origin = parts.find(({ ref, adId }) => ref !== undefined || adId !== undefined)
  const { ref, adId, adTitle, source } = origin ?? {}
  const attachments = parts.flatMap((part) => part.attachments ?? [])
  return {
    kind: 'message',
    text: parts.flatMap(({ text }) => text ?? []).join('\n'),
    earlierTexts: parts.slice(0, -1).flatMap(({ text }) => text ?? []),
    ...(last?.mid === undefined ? {} : { mid: last.mid }),
    ...(ref === undefined ? {} : { ref }),
    ...(adId === undefined ? {} : { adId }),
    ...(adTitle === undefined ? {} : { adTitle }),
    ...(source === undefined ? {} : { source }),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
}

/** Typed, and still there. A tap says exactly what is meant. One that was joined is the end of its burst. */
function isTyped({ kind, text, payload, content, earlierTexts }: BurstPart): boolean {
  const isText = kind === 'message' && text !== undefined && payload === undefined
  return isText && content.gone === undefined && earlierTexts === undefined
}
