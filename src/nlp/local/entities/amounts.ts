/** Numbers of a text with their places, in digits and in words: `1.234,5`, `2k`, `3 million`, `zweitausendfünf`, `two dozen`. */
import { isDistinct } from './phrases/distinct.ts'
import { endOfPhrase } from './phrases/end-of-phrase.ts'
import { lexicons } from './phrases/lexicons.ts'
import type { Lexicon } from './phrases/lexicon.ts'
import type { Phrase } from './phrases/phrase.ts'
import { isOneWordNumber, readNumberOrHalf } from './phrases/read-number.ts'
import type { Token } from './phrases/tokens.ts'
import { letter } from './letter.ts'
import { mostFound } from './found.ts'

export interface Amount {
  readonly value: number
  /** Tokens: the first, and the one behind. */
  readonly at: number
  readonly to: number
  readonly isDigits: boolean
  /** "a", "un": one of something, and mostly no number. */
  readonly isArticle: boolean
}

export interface AmountText {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly language: string | undefined
}

/** In the order of the text. */
export function findAmounts(source: AmountText): readonly Amount[] {
  return [...inDigits(source), ...inWords(source)].toSorted((a, b) => a.at - b.at)
}

const start = `(?<!${letter}|[\\p{N}.,@/:#]|\\d[ x-])`
const end = `(?!${letter}|[\\p{N}@/]|[.,:]\\d|-\\d{1,15}-)`
const digits = `-?\\d{1,12}(?:[.,'\\u00a0]\\d{3}| \\d{3}(?!\\d)){0,4}(?:[.,]\\d{1,6})?`
const pattern = new RegExp(`${start}${digits}(?:[kK])?${end}`, 'gu')
/** The second number of `2-3`. */
const behindDash = new RegExp(
  `(?<=(?<![\\p{N}.,@/:#x-])\\d{1,6}(?:[.,]\\d{1,2})?-)\\d{1,6}(?:[.,]\\d{1,2})?${end}`,
  'gu',
)
const fraction = new RegExp(`${start}([1-7])/([2-8])(?!${letter}|[\\p{N}@/]|[.,:]\\d)`, 'gu')

function inDigits(source: AmountText): readonly Amount[] {
  const { text, tokens } = source
  const places = new Map(tokens.map(({ from }, at) => [from, at]))
  const ends = new Map(tokens.map(({ to }, at) => [to, at + 1]))
  const found: Amount[] = []
  for (const one of [pattern, behindDash, fraction]) {
    let count = 0
    for (const { 0: written, 1: above, 2: below, index } of text.matchAll(one)) {
      if (count++ === mostFound) break
      const value = below === undefined ? readDigits(written) : readFraction(Number(above), Number(below))
      const [at, to] = [places.get(index), ends.get(index + written.length)]
      if (value === undefined || at === undefined || to === undefined || tokens[at]?.isDead === true) continue
      found.push({ ...withScale(source, { value, to }), at, isDigits: true, isArticle: false })
    }
  }
  return found
}

/** `1.234,50`, `1,234.5`, `12`, `2k`: the last mark is the decimal mark, unless three digits follow it. */
export function readDigits(text: string): number | undefined {
  const thousands = /k$/i.test(text)
  const marks = text.replaceAll(/[\s'k]/gi, '')
  const at = Math.max(marks.lastIndexOf('.'), marks.lastIndexOf(','))
  const decimals = marks.length - at - 1
  const isDecimal = at > 0 && (decimals !== 3 || thousands || /^-?0[.,]/.test(marks))
  // The address of a machine has the same mark before the last group as between the others.
  if (isDecimal && marks.slice(0, at).includes(marks[at] ?? '')) return undefined
  const whole = (isDecimal ? marks.slice(0, at) : marks).replaceAll(/[.,]/g, '')
  const value = Number(isDecimal ? `${whole}.${marks.slice(at + 1)}` : whole)
  return Number.isFinite(value) ? (thousands ? value * 1000 : value) : undefined
}

function readFraction(above: number, below: number): number | undefined {
  return above < below && [2, 3, 4, 5, 8].includes(below) ? above / below : undefined
}

/** "2 million", "2 dozen", "2 and a half" */
function withScale(
  { tokens, language }: AmountText,
  { value, to }: { readonly value: number; readonly to: number },
) {
  const word = tokens[to]?.word ?? ''
  for (const { numbers, language: own } of lexicons()) {
    if (own !== language && word.length < 5) continue
    const scale = numbers.values.get(word) ?? 0
    if (scale >= 1000 && Math.abs(value) < 1000) return { value: value * scale, to: to + 1 }
    const multiple = numbers.multiples.get(word)
    if (multiple !== undefined) return { value: value * multiple, to: to + 1 }
    const half = own === language ? endOfPhrase(tokens, numbers.half, to) : undefined
    if (half !== undefined && value % 1 === 0) return { value: value + 0.5, to: half }
  }
  return { value, to }
}

function inWords({ tokens, language }: AmountText): readonly Amount[] {
  const ordered = lexicons().toSorted(
    (a, b) => Number(b.language === language) - Number(a.language === language),
  )
  const found: Amount[] = []
  for (let at = 0; at < tokens.length && found.length < mostFound; at++) {
    const amount = isFree(tokens, at) ? wordsAt({ tokens, language, ordered }, at) : undefined
    if (amount === undefined) continue
    found.push(amount)
    at = amount.to - 1
  }
  return found
}

function isFree(tokens: readonly Token[], at: number): boolean {
  const [token, before] = [tokens[at], tokens[at - 1]]
  if (token?.kind !== 'word' || token.isDead) return false
  return !token.isGlued || before === undefined || (before.kind === 'sign' && !/[-@#_/'.]/.test(before.word))
}

interface Words {
  readonly tokens: readonly Token[]
  readonly language: string | undefined
  readonly ordered: readonly Lexicon[]
}

function wordsAt({ tokens, language, ordered }: Words, at: number): Amount | undefined {
  let best: Amount | undefined
  const first = tokens[at]?.word ?? ''
  for (const { numbers, slotsOfWord, language: own } of ordered) {
    if (!(slotsOfWord.get(first)?.includes('n') ?? isOneWordNumber(first, numbers))) continue
    if (best !== undefined && own !== language && best.to > at + 1) break
    const read = readNumberOrHalf(
      { tokens, lexicon: numbers, endOf: (phrase: Phrase, from) => endOfPhrase(tokens, phrase, from) },
      at,
    )
    if (read === undefined || (best !== undefined && read.to <= best.to) || !isEnd(tokens, read.to)) continue
    const words = tokens.slice(at, read.to).filter(({ kind }) => kind === 'word')
    if (own !== language && !words.some(({ word }) => isDistinct(word, own))) continue
    const isWeak = words.length === 1 && numbers.weak.has(words[0]?.word ?? '')
    if (isWeak && tokens[read.to]?.kind !== 'word' && tokens.length > 1) continue
    best = { value: read.value, to: read.to, isArticle: read.isArticle, at, isDigits: false }
  }
  return best
}

function isEnd(tokens: readonly Token[], to: number): boolean {
  const next = tokens[to]
  return next === undefined || !next.isGlued || (next.kind === 'sign' && !/[-@_']/.test(next.word))
}
