/** Reads a whole number in words: `nine hundred and ninety-nine`, `zweitausendfünf`, `quatre-vingt-dix`. */
import type { NumberLexicon } from './number-lexicon.ts'
import type { Phrase } from './phrase.ts'
import type { Token } from './tokens.ts'

export interface ReadNumber {
  readonly value: number
  /** The token behind the number. */
  readonly to: number
  /** One article: "a", "un". */
  readonly isArticle: boolean
}

export interface NumberSource {
  readonly tokens: readonly Token[]
  readonly lexicon: NumberLexicon
  /** Where a phrase of words ends that begins at this token; undefined: it is not there. */
  readonly endOf: (phrase: Phrase, at: number) => number | undefined
}

/** A number of more words is read up to here. */
const mostTokens = 14
const most = 1e12

/** Also with a half: `one and a half`. */
export function readNumberOrHalf(source: NumberSource, at: number): ReadNumber | undefined {
  const read = readNumber(source, at)
  if (read === undefined) return undefined
  const half = source.endOf(source.lexicon.half, read.to)
  return half === undefined || read.value % 1 !== 0
    ? read
    : { value: read.value + 0.5, to: half, isArticle: false }
}

export function readNumber(source: NumberSource, at: number): ReadNumber | undefined {
  return readWhole(source, at) ?? readWords(source, at)
}

function readWhole({ tokens, lexicon, endOf }: NumberSource, at: number): ReadNumber | undefined {
  for (const { first, phrase, value, isWhole } of lexicon.phrases) {
    if (!isWhole || first !== tokens[at]?.word) continue
    const to = endOf(phrase, at)
    if (to !== undefined) return { value, to, isArticle: false }
  }
  return undefined
}

interface Sum {
  /** Thousands and more. */
  readonly total: number
  /** Below a thousand; undefined: nothing yet. */
  readonly group: number | undefined
  readonly lastScale: number
  readonly isJoined: boolean
}

function readWords(source: NumberSource, at: number): ReadNumber | undefined {
  const { tokens, lexicon } = source
  let sum: Sum | undefined = { total: 0, group: undefined, lastScale: Infinity, isJoined: false }
  let read: ReadNumber | undefined
  let next = at
  while (next < Math.min(tokens.length, at + mostTokens)) {
    const token = tokens[next]
    if (token === undefined || token.isDead) break
    if (token.word === '-' && token.isGlued && read !== undefined) {
      next++
      continue
    }
    const part = partAt(source, next)
    if (part === undefined) break
    const isArticle = next === at && lexicon.articles.has(token.word)
    for (const one of part.values) sum = sum === undefined ? undefined : add(sum, { one, lexicon })
    if (sum === undefined) break
    next = part.to
    if (!sum.isJoined) read = { value: sum.total + (sum.group ?? 0), to: next, isArticle }
    if (lexicon.multiples.has(token.word)) break
  }
  return read !== undefined && read.value <= most ? read : undefined
}

type Value = number | 'join' | { readonly multiple: number }

function partAt(
  { tokens, lexicon, endOf }: NumberSource,
  at: number,
): { values: readonly Value[]; to: number } | undefined {
  const word = tokens[at]?.word ?? ''
  const isLetters = tokens[at]?.kind === 'word'
  for (const { first, phrase, value, isWhole } of lexicon.phrases) {
    const to = isWhole || first !== word ? undefined : endOf(phrase, at)
    if (to !== undefined) return { values: [value], to }
  }
  if (!isLetters) return undefined
  const value = lexicon.values.get(word)
  if (value !== undefined) return { values: [value], to: at + 1 }
  if (word === lexicon.join) return { values: ['join'], to: at + 1 }
  if (lexicon.articles.has(word)) return { values: [1], to: at + 1 }
  const multiple = lexicon.multiples.get(word)
  if (multiple !== undefined) return { values: [{ multiple }], to: at + 1 }
  const values = lexicon.inner.length === 0 ? undefined : split(word, lexicon.inner)
  return values === undefined ? undefined : { values, to: at + 1 }
}

/** "zweihundert": a word of several number words. */
export function isOneWordNumber(word: string, { inner, innerStarts }: NumberLexicon): boolean {
  if (inner.length === 0 || word.length < shortestOfParts || !innerStarts.has(word.slice(0, 2))) return false
  return split(word, inner) !== undefined
}

const shortestOfParts = 7

/** The parts of a number of one word. The longest part that leads to an end counts. */
function split(word: string, parts: NumberLexicon['inner']): readonly (number | 'join')[] | undefined {
  if (word.length > 60) return undefined
  const failed = new Set<number>()
  const from = (start: number): readonly (number | 'join')[] | undefined => {
    if (start === word.length) return []
    if (failed.has(start)) return undefined
    for (const [part, value] of parts) {
      if (!word.startsWith(part, start)) continue
      const rest = from(start + part.length)
      if (rest !== undefined) return [value, ...rest]
    }
    failed.add(start)
    return undefined
  }
  return from(0)
}

/** Undefined: this number cannot stand here, as in "two three". */
function add(
  sum: Sum,
  { one, lexicon }: { readonly one: Value; readonly lexicon: NumberLexicon },
): Sum | undefined {
  const { total, group, lastScale, isJoined } = sum
  if (one === 'join') return canJoin(sum, lexicon) ? { ...sum, isJoined: true } : undefined
  if (typeof one === 'object') return isJoined ? undefined : { ...sum, group: (group ?? 1) * one.multiple }
  const kept = { total, lastScale, isJoined: false }
  if (one >= 1000) {
    const isLess = one < lastScale && group !== 0
    return isLess && !isJoined
      ? { ...kept, total: total + (group ?? 1) * one, group: undefined, lastScale: one }
      : undefined
  }
  if (group === undefined) return isAllowed(sum, { one, lexicon }) ? { ...kept, group: one } : undefined
  if (one === 100) return group > 0 && group < 20 && !isJoined ? { ...kept, group: group * 100 } : undefined
  return isAllowed(sum, { one, lexicon }) ? { ...kept, group: group + one } : undefined
}

function canJoin({ total, group, isJoined }: Sum, { joins }: NumberLexicon): boolean {
  if (isJoined) return false
  const rest = (group ?? 0) % 100
  if (joins === 'unitsFirst') return group !== undefined && rest > 0 && rest < 10
  if (joins === 'hundreds') return group === undefined ? total > 0 : rest === 0 && group > 0
  if (joins === 'any') return group === undefined ? total > 0 : group > 0
  return rest >= 20 && rest % 10 === 0
}

function isAllowed(
  { group, isJoined }: Sum,
  { one, lexicon }: { readonly one: number; readonly lexicon: NumberLexicon },
): boolean {
  const { joins } = lexicon
  if (one % 1 !== 0 || one === 0) return group === undefined && !isJoined
  if (group === undefined) return true
  const rest = group % 100
  if (joins === 'unitsFirst' && isJoined)
    return rest > 0 && rest < 10 && one >= 20 && one < 100 && one % 10 === 0
  if (joins === 'ones' && isJoined) return (one === 1 || one === 11) && rest >= 20
  if (one < 10) return rest === 0 ? group > 0 : rest >= 20 && rest % 10 === 0
  if (one < 20 && joins === 'ones') return (rest === 0 && group > 0) || rest === 60 || rest === 80
  return one < 100 && rest === 0 && group > 0
}
