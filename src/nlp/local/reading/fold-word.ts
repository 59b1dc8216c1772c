/** A word in lower case without accents. The lists of words are folded alike, so `ł`, `ı` and `ø` are found in both. */
import { fold } from '../normalise.ts'

const plain: Readonly<Record<string, string>> = { ł: 'l', ı: 'i', ø: 'o', æ: 'ae', đ: 'd' }

export function foldWord(word: string): string {
  return fold(word.normalize('NFKC').toLowerCase()).replaceAll(
    /[łıøæđ]/g,
    (letter) => plain[letter] ?? letter,
  )
}
