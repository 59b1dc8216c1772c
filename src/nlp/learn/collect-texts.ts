/** Texts that are the same but for case, signs and masked values, with what happened to them. Its memory is bounded. */
import { toWords } from '../local/normalise.ts'
import type { SameTexts } from './group-texts.ts'
import type { MaskText } from './mask-text.ts'
import { toOneLine } from './one-line.ts'

/** Why an author should look at a text. */
export type ReviewReason =
  /** The bot could not place it. */
  | 'not_understood'
  /** An agent replied right after the bot. */
  | 'agent_replied'
  /** The bot asked back, and the customer chose another intent than the likeliest. */
  | 'chose_other'

export interface ReviewedText {
  readonly text: string
  /** ms */
  readonly ts: number
  readonly language?: string | undefined
  readonly reason: ReviewReason
}

export interface CollectedText extends SameTexts {
  /** One of them in one line, not masked. */
  readonly text: string
  readonly firstTs: number
  readonly lastTs: number
  readonly languages: Counts
  readonly reasons: Counts
}

export type Counts = ReadonlyMap<string, number>

export interface CollectTexts {
  add(text: ReviewedText): void
  readonly texts: () => readonly CollectedText[]
  /** Texts that came when `mostTexts` different ones were collected. */
  readonly left: () => number
}

export const mostTexts = 100_000

export function createCollectTexts(mask: MaskText): CollectTexts {
  const byKey = new Map<string, Collecting>()
  let left = 0
  return {
    add({ text, ts, language = '?', reason }) {
      const line = toOneLine(text)
      const key = keyOf(mask(line).shown)
      const known = byKey.get(key)
      if (known === undefined && byKey.size >= mostTexts) left += 1
      else if (known === undefined) byKey.set(key, first({ key, line, ts, language, reason }))
      else addTo(known, { ts, language, reason })
    },
    texts: () => [...byKey.values()],
    left: () => left,
  }
}

/** A text without words (a sign alone) is what it is. */
function keyOf(shown: string): string {
  const words = toWords(shown).filter((word) => word !== '?' && word !== '!')
  return words.join(' ') || shown
}

interface Collecting extends CollectedText {
  count: number
  firstTs: number
  lastTs: number
  readonly languages: Map<string, number>
  readonly reasons: Map<string, number>
}

interface Seen {
  readonly ts: number
  readonly language: string
  readonly reason: ReviewReason
}

function first({
  key,
  line,
  ts,
  language,
  reason,
}: Seen & { readonly key: string; readonly line: string }): Collecting {
  return {
    key,
    text: line,
    count: 1,
    firstTs: ts,
    lastTs: ts,
    languages: new Map([[language, 1]]),
    reasons: new Map([[reason, 1]]),
  }
}

function addTo(known: Collecting, { ts, language, reason }: Seen): void {
  known.count += 1
  known.firstTs = Math.min(known.firstTs, ts)
  known.lastTs = Math.max(known.lastTs, ts)
  known.languages.set(language, (known.languages.get(language) ?? 0) + 1)
  known.reasons.set(reason, (known.reasons.get(reason) ?? 0) + 1)
}
