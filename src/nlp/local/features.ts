/**
 * The features of a text, in four groups: words, pairs of neighbours, pieces of words (3 characters, with their
 * borders), and pairs of word beginnings in any order. Accents are removed. A word with accents counts in its original
 * form too. A word with synonyms counts also as their common meaning.
 */
import type { ConceptOf } from './concepts/create-concept-of.ts'
import { isSmallWord } from '../../domain/small-words.ts'
import { fold, toWords } from './normalise.ts'

export const featureGroups = 4

/** The features of the groups 0 to 3. A feature that occurs twice is there twice. */
export type Features = readonly (readonly string[])[]

/** Scripts without spaces between words. A single character there says as much as a word elsewhere. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** It bounds the pairs of a text to 91. */
const mostBeginnings = 14
/** Forms of a word differ at its end. */
const beginningLength = 5

export interface FeatureOptions {
  /** Words beside those of the text, such as `#date` for a date in it. */
  readonly marks?: readonly string[]
  readonly conceptOf?: ConceptOf
  /** The word that a mistyped one is. */
  readonly correct?: (word: string) => string
}

export function toFeatures(text: string, options: FeatureOptions = {}): Features {
  const { marks = [], conceptOf, correct } = options
  const words: string[] = [...marks]
  const pairs: string[] = []
  const pieces: string[] = []
  const beginnings = new Set<string>()
  let last = '^'
  let lastMeant = '^'
  for (const written of toWords(text)) {
    const folded = fold(written)
    const word = correct?.(folded) ?? folded
    words.push(word)
    if (folded !== written) words.push(written)
    const concept = conceptOf?.(word)
    if (concept !== undefined) words.push(concept)
    pairs.push(`${last} ${word}`)
    const meant = concept ?? word
    if (meant !== word || lastMeant !== last) pairs.push(`${lastMeant} ${meant}`)
    addPieces(word, pieces)
    if (beginnings.size < mostBeginnings && !isSmallWord(word))
      beginnings.add(concept ?? word.slice(0, beginningLength))
    last = word
    lastMeant = meant
  }
  if (last !== '^') pairs.push(`${last} $`)
  return [words, pairs, pieces, toCombinations([...beginnings])]
}

const pieceLength = 3

function addPieces(word: string, pieces: string[]): void {
  const framed = `<${word}>`
  const shortest = unspaced.test(word) ? 1 : pieceLength
  for (let length = shortest; length <= pieceLength; length++) {
    for (let from = 0; from + length <= framed.length; from++) pieces.push(framed.slice(from, from + length))
  }
}

/** Small words are left out: a pair is two words that say something, wherever they stand in the text. */
function toCombinations(beginnings: readonly string[]): string[] {
  return beginnings.flatMap((one, at) =>
    beginnings.slice(at + 1).map((other) => (one < other ? `${one} ${other}` : `${other} ${one}`)),
  )
}
