/** Which words belong to an intent, by the storyboard's examples. */
import { isSmallWord } from '../../../domain/small-words.ts'
import type { Example } from '../classifier.ts'
import { toTokens } from './tokens.ts'

export interface OwnWords {
  /** Whether most examples with this word, or another form of it, belong to the intent. */
  isOwn(word: string, intent: string): boolean
  /** Whether other intents have examples with the word, and this one has none. */
  isForeign(word: string, intent: string): boolean
}

const leastShare = 0.6
const leastLetters = 4

export function createOwnWords(examples: readonly Example[]): OwnWords {
  const counts = new Map<string, Map<string | undefined, number>>()
  for (const { text, intent } of examples)
    for (const word of contentOf(toTokens(text).map((token) => token.word))) {
      const byIntent = counts.get(word) ?? new Map<string | undefined, number>()
      counts.set(word, byIntent)
      byIntent.set(intent, (byIntent.get(intent) ?? 0) + 1)
    }
  function count(word: string, intent: string): { readonly own: number; readonly all: number } {
    let own = 0
    let all = 0
    for (const [other, byIntent] of counts) {
      if (!isForm(other, word)) continue
      own += byIntent.get(intent) ?? 0
      for (const number of byIntent.values()) all += number
    }
    return { own, all }
  }
  return {
    isOwn(word, intent) {
      const { own, all } = count(word, intent)
      return all > 0 && own / all >= leastShare
    },
    isForeign(word, intent) {
      const { own, all } = count(word, intent)
      return all > 0 && own === 0
    },
  }
}

/** Each word once, without small ones. */
export function contentOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.filter((word) => !isSmallWord(word) && word.length > 1))
}

/** `cancel` and `cancelling`, `storniert` and `stornieren`: they begin alike, and differ by a short ending. */
export function isForm(word: string, other: string): boolean {
  if (word === other) return true
  const shorter = Math.min(word.length, other.length)
  if (shorter < leastLetters || Math.abs(word.length - other.length) > leastLetters) return false
  let alike = 0
  while (alike < shorter && word[alike] === other[alike]) alike++
  return alike >= Math.max(leastLetters, shorter - 2)
}
