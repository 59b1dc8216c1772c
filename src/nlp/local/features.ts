/**
 * The features of a text, in five groups: words, pairs of neighbours, pieces of words (3 to 5 characters, with their
 * borders), pairs with one word between, and pairs of word beginnings in any order. Accents are removed. A word with
 * accents counts in its original form too.
 */
import { isSmallWord } from '../../domain/small-words.ts'
import { fold, toWords } from './normalise.ts'

export const featureGroups = 5

/** The features of the groups 0 to 4. A feature that occurs twice is there twice. */
export type Features = readonly (readonly string[])[]

/** Scripts without spaces between words. A single character there says as much as a word elsewhere. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** It bounds the pairs of a text to 91. */
const mostBeginnings = 14
/** Forms of a word differ at its end. */
const beginningLength = 5

/** `marks` are words beside those of the text, such as `#date` for a date in it. */
export function toFeatures(text: string, marks: readonly string[] = []): Features {
  const words: string[] = [...marks]
  const pairs: string[] = []
  const pieces: string[] = []
  const skips: string[] = []
  const beginnings = new Set<string>()
  let last = '^'
  let beforeLast = ''
  for (const written of toWords(text)) {
    const word = fold(written)
    words.push(word)
    if (word !== written) words.push(written)
    pairs.push(`${last} ${word}`)
    if (beforeLast !== '') skips.push(`${beforeLast} ${word}`)
    addPieces(word, pieces)
    if (beginnings.size < mostBeginnings && !isSmallWord(word)) beginnings.add(word.slice(0, beginningLength))
    beforeLast = last === '^' ? '' : last
    last = word
  }
  if (last !== '^') pairs.push(`${last} $`)
  return [words, pairs, pieces, skips, toCombinations([...beginnings])]
}

function addPieces(word: string, pieces: string[]): void {
  const framed = `<${word}>`
  const shortest = unspaced.test(word) ? 1 : 3
  for (let length = shortest; length <= 5; length++) {
    for (let from = 0; from + length <= framed.length; from++) pieces.push(framed.slice(from, from + length))
  }
}

/** Small words are left out: a pair is two words that say something, wherever they stand in the text. */
function toCombinations(beginnings: readonly string[]): string[] {
  return beginnings.flatMap((one, at) =>
    beginnings.slice(at + 1).map((other) => (one < other ? `${one} ${other}` : `${other} ${one}`)),
  )
}
