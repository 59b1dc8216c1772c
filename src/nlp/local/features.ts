/**
 * The features of a text, in four groups: words, pairs of neighbours, pieces of words (3 to 5 characters, with their
 * borders), and pairs with one word between. Accents are removed. A word with accents counts in its original form
 * too.
 */
import { fold, toWords } from './normalise.ts'

export const featureGroups = 4

/** The features of the groups 0 to 3. A feature that occurs twice is there twice. */
export type Features = readonly (readonly string[])[]

/** Scripts without spaces between words. A single character there says as much as a word elsewhere. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

export function toFeatures(text: string): Features {
  const words: string[] = []
  const pairs: string[] = []
  const pieces: string[] = []
  const skips: string[] = []
  let last = '^'
  let beforeLast = ''
  for (const written of toWords(text)) {
    const word = fold(written)
    words.push(word)
    if (word !== written) words.push(written)
    pairs.push(`${last} ${word}`)
    if (beforeLast !== '') skips.push(`${beforeLast} ${word}`)
    addPieces(word, pieces)
    beforeLast = last === '^' ? '' : last
    last = word
  }
  if (last !== '^') pairs.push(`${last} $`)
  return [words, pairs, pieces, skips]
}

function addPieces(word: string, pieces: string[]): void {
  const framed = `<${word}>`
  const shortest = unspaced.test(word) ? 1 : 3
  for (let length = shortest; length <= 5; length++) {
    for (let from = 0; from + length <= framed.length; from++) pieces.push(framed.slice(from, from + length))
  }
}
