/** Words that mean the same in every language that has them: "semanas" is no word of another sort, "once" is. */
import { once } from '../../once.ts'
import { fold } from '../../normalise.ts'
import { languageTables } from '../languages/language-tables.ts'
import { lexicons } from './lexicons.ts'
import { knownWords } from './text-language.ts'

export const known = once(() => knownWords(lexicons()))

/** Shorter words are in too many languages. */
const shortest = 4

/** Whether a word of the table of this language shows that a text, or a part of it, is in that language. */
export function isDistinct(word: string, own: string): boolean {
  if (word.length < shortest || weak.has(word)) return false
  const key = `${own} ${word}`
  const before = isOfOne.get(key)
  if (before !== undefined) return before
  if (isOfOne.size >= mostKept) isOfOne.clear()
  const isIt = isUsualNowhereElse(word, own)
  isOfOne.set(key, isIt)
  return isIt
}

/** Customers use the same words. */
const isOfOne = new Map<string, boolean>()
const mostKept = 5_000

function isUsualNowhereElse(word: string, own: string): boolean {
  return ![...known().usual].some(
    ([language, words]) =>
      language !== own && words.has(word) && known().own.get(language)?.has(word) !== true,
  )
}

const weak = new Set(
  languageTables
    .flatMap(({ calendar, numbers }) => `${calendar.weakMonths} ${numbers.weak ?? ''}`.split(' '))
    .map(fold),
)
