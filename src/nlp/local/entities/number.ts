/** Finds numbers in digits, and in words up to a thousand in English, German, Spanish and French. */
import type { Utterance } from '../../../domain/understanding.ts'
import { guessLanguage } from '../guess-language.ts'
import { fold, normalise } from '../normalise.ts'
import { createFind, type FindEntities, type Found } from './found.ts'
import { letter } from './letter.ts'
import { numberWords } from './number-words.ts'

const findDigits = createFind({
  name: 'number',
  pattern: new RegExp(
    `(?<!${letter}|[\\p{N}.,@/:-]|\\d[ ])-?\\d{1,12}(?:[.,'\\u00a0]\\d{3}){0,4}(?:[.,]\\d{1,6})?(?!${letter}|[\\p{N}@/]|[.,:]\\d)`,
    'gu',
  ),
  confidence: 0.95,
  read: ([text]) => readDigits(text),
})

export const findNumbers: FindEntities = (text, utterance) => [
  ...findDigits(text, utterance),
  ...findWords(text, utterance),
]

/** `1.234,50`, `1,234.5`, `12`: the last mark is the decimal mark, unless three digits follow it. */
export function readDigits(text: string): number | undefined {
  const marks = text.replaceAll(/[\s']/g, '')
  const at = Math.max(marks.lastIndexOf('.'), marks.lastIndexOf(','))
  const decimals = marks.length - at - 1
  const isDecimal = at > 0 && (decimals !== 3 || /^-?0[.,]/.test(marks))
  const whole = (isDecimal ? marks.slice(0, at) : marks).replaceAll(/[.,]/g, '')
  const value = Number(isDecimal ? `${whole}.${marks.slice(at + 1)}` : whole)
  return Number.isFinite(value) ? value : undefined
}

/** The longest number in words: `nine hundred and ninety nine`, or `neuf cent quatre vingt dix neuf`. */
const mostWords = 6

function findWords(text: string, utterance: Utterance): readonly Found[] {
  const words = [...text.matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]+/gu)].map((match) => ({
    word: fold(normalise(match[0])),
    from: match.index,
    to: match.index + match[0].length,
  }))
  const language = utterance.language ?? guessLanguage(text, utterance.locale) ?? ''
  const tables = numberWords.has(language) ? [numberWords.get(language)] : [...numberWords.values()]
  const found: Found[] = []
  for (let at = 0; at < words.length; at++) {
    for (let count = Math.min(mostWords, words.length - at); count > 0; count--) {
      const phrase = words
        .slice(at, at + count)
        .map(({ word }) => word)
        .join(' ')
      const value = tables.map((table) => table?.get(phrase)).find((one) => one !== undefined)
      if (value === undefined) continue
      const from = words[at]?.from ?? 0
      const written = text.slice(from, words[at + count - 1]?.to)
      if (/^[\p{L}\p{M}\s-]+$/u.test(written)) {
        found.push({ name: 'number', value, text: written, confidence: 0.85, from })
        at += count - 1
        break
      }
    }
  }
  return found
}
