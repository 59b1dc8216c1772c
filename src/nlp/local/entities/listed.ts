/**
 * Finds entities by a list of values with synonyms: whole words, without regard to accents and case. A longer word
 * may have one typing mistake, unless it is another word of the language ("What" is no mistyped "wheat").
 */
import { isCommonWord } from '../common-words.ts'
import { fold, normalise } from '../normalise.ts'
import type { FindEntities, Found } from './found.ts'

interface Phrase {
  readonly value: string
  readonly words: readonly string[]
}

interface Word {
  readonly word: string
  readonly from: number
  readonly to: number
}

interface WrittenWord extends Word {
  /** A word of its own: it is no typing mistake. */
  readonly isUsual: boolean
}

const confidenceOfTypo = 0.8
const shortestWithTypo = 5
const shortestWithS = 4

export interface Listed {
  readonly name: string
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** `usual` holds words of the storyboard's examples, without accents. */
export function createFindListed({ name, values }: Listed, usual: ReadonlySet<string>): FindEntities {
  const phrases = Object.entries(values)
    .flatMap(([value, synonyms]) =>
      [value, ...synonyms].map((text) => ({ value, words: split(text).map(({ word }) => word) })),
    )
    .filter(({ words }) => words.length > 0)
    .toSorted((a, b) => b.words.length - a.words.length)

  return (text) => {
    const words = split(text).map((one) => ({
      ...one,
      isUsual: isCommonWord(one.word) || usual.has(one.word),
    }))
    const found: Found[] = []
    for (let at = 0; at < words.length; at++) {
      const match = matchAt(words, at, phrases)
      if (match === undefined) continue
      const from = words[at]?.from ?? 0
      const to = words[at + match.phrase.words.length - 1]?.to ?? from
      found.push({
        name,
        value: match.phrase.value,
        text: text.slice(from, to),
        from,
        ...(match.isTypo ? { confidence: confidenceOfTypo, isTypo: true } : { confidence: 1 }),
      })
      at += match.phrase.words.length - 1
    }
    return found
  }
}

/** The longest phrase at this place. An exact match wins over one with a typing mistake. */
function matchAt(
  words: readonly WrittenWord[],
  at: number,
  phrases: readonly Phrase[],
): { phrase: Phrase; isTypo: boolean } | undefined {
  const exact = phrases.find((phrase) =>
    phrase.words.every((word, offset) => isForm(word, words[at + offset]?.word)),
  )
  if (exact !== undefined) return { phrase: exact, isTypo: false }
  const near = phrases.find((phrase) =>
    phrase.words.every((word, offset) => isNear(word, words[at + offset])),
  )
  return near === undefined ? undefined : { phrase: near, isTypo: true }
}

/** The word or its plural: "ebikes" is no mistyped "ebike". */
function isForm(word: string, written: string | undefined): boolean {
  if (word === written) return true
  return (
    (word.length >= shortestWithS && written === `${word}s`) ||
    (word.length >= shortestWithTypo && word.endsWith('e') && written === `${word}n`)
  )
}

const nothing: WrittenWord = { word: '', from: 0, to: 0, isUsual: true }

/** In scripts without spaces each character counts as a word, so that a value is found inside a text. */
function split(text: string): readonly Word[] {
  const pattern =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu
  return [...text.matchAll(pattern)].map((match) => ({
    word: fold(normalise(match[0])),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/**
 * Equal, or with one letter more, less, changed or swapped. The first letter must be right: it is seldom the wrong
 * one.
 */
function isNear(word: string, { word: written, isUsual }: WrittenWord | undefined = nothing): boolean {
  if (word === written) return true
  if (isUsual) return false
  if (word.length < shortestWithTypo || Math.abs(word.length - written.length) > 1) return false
  if (word[0] !== written[0] || /\p{N}/u.test(word)) return false
  let start = 0
  while (start < word.length && word[start] === written[start]) start++
  const rest = (text: string, skip: number) => text.slice(start + skip)
  return (
    rest(word, 1) === rest(written, 1) ||
    rest(word, 1) === rest(written, 0) ||
    rest(word, 0) === rest(written, 1) ||
    (word[start] === written[start + 1] &&
      word[start + 1] === written[start] &&
      rest(word, 2) === rest(written, 2))
  )
}
