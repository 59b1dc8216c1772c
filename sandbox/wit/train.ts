/** A simple trained app: the intent whose example shares most words with the text. Good enough to stand in for wit.ai. */
import type { WitMeaning } from './answer.ts'

/** With a smaller share of shared words nothing is found, as wit.ai answers with empty lists. */
const least = 0.4

/** Intent → sentences. */
export function trainWit(
  examples: Readonly<Record<string, readonly string[]>>,
): (text: string) => WitMeaning {
  const known = Object.entries(examples).flatMap(([intent, sentences]) =>
    sentences.map((sentence) => ({ intent, words: wordsOf(sentence) })),
  )
  return (text) => {
    const words = wordsOf(text)
    let best = { intent: '', score: 0 }
    for (const { intent, words: others } of known) {
      const score = overlap(words, others)
      if (score > best.score) best = { intent, score }
    }
    return best.score < least
      ? {}
      : { intent: best.intent, confidence: Math.round((0.6 + 0.4 * best.score) * 1e4) / 1e4 }
  }
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}
