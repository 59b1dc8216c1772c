/**
 * The words by which a text is found: in small letters, without accents. Scripts without spaces between words give pairs
 * of signs. An emoji is a word.
 */
import { withoutAccents } from '../../../domain/accents.ts'

/** The length of the column `inboxWord.word`. A longer word is found by its start. */
const longestWord = 40
const mostWords = 2_000
const mostAsked = 8

const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const token = new RegExp(
  String.raw`[${unspaced}][${unspaced}\p{M}ー]*|(?![${unspaced}])[\p{L}\p{N}](?:(?![${unspaced}])[\p{L}\p{N}\p{M}])*|\p{Extended_Pictographic}`,
  'gu',
)
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** Each word once. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const found of tokensOf(text)) {
    if (words.size >= mostWords) break
    if (!isUnspaced.test(found)) words.add(found)
    else {
      for (const pair of pairsOf(found)) words.add(pair)
      words.add(Array.from(found).at(-1) ?? found) // so that the last sign is found alone
    }
  }
  return [...words]
}

/** Starts of words, all of which a conversation must have; at most eight. None: the text has nothing to search for. */
export function askedWordsOf(text: string): string[] {
  const asked = tokensOf(text).flatMap((found) =>
    !isUnspaced.test(found) || Array.from(found).length === 1 ? [found] : pairsOf(found),
  )
  return [...new Set(asked)].slice(0, mostAsked)
}

function tokensOf(text: string): string[] {
  const plain = withoutAccents(text.normalize('NFKC').toLowerCase())
  return (plain.match(token) ?? []).map((found) => Array.from(found).slice(0, longestWord).join(''))
}

function pairsOf(run: string): string[] {
  const signs = Array.from(run)
  return signs.slice(0, -1).map((sign, at) => `${sign}${signs[at + 1] ?? ''}`)
}
