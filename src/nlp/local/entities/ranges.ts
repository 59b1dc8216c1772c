/** Whether two amounts are the ends of a range: `2-3`, `20 to 30`, `zwischen 20 und 30`. */
import { languageTables } from './languages/language-tables.ts'
import { endOfPhrase } from './phrases/end-of-phrase.ts'
import { lexicons } from './phrases/lexicons.ts'
import type { Token } from './phrases/tokens.ts'

export interface RangePlace {
  readonly tokens: readonly Token[]
  readonly language: string | undefined
  /** The first token of the first end. */
  readonly at: number
}

/** `from` is the token behind the first end, `to` the first token of the second one. */
export function isRange({ tokens, language, at }: RangePlace, from: number, to: number): boolean {
  if (to <= from || to - from > 4) return false
  if (to === from + 1 && /^[-–—]$/.test(tokens[from]?.word ?? '')) return true
  return lexicons().some(({ language: own, ranges }) => {
    if (language !== undefined && own !== language && languages.has(language)) return false
    if (endOfPhrase(tokens, ranges.to, from) === to) return true
    return endOfPhrase(tokens, ranges.and, from) === to && isAfter(tokens, ranges.between, at)
  })
}

const languages = new Set(languageTables.map(({ language }) => language))
const mostWords = 3

function isAfter(tokens: readonly Token[], phrase: Parameters<typeof endOfPhrase>[1], at: number): boolean {
  for (let begin = Math.max(0, at - mostWords); begin < at; begin++) {
    if (endOfPhrase(tokens, phrase, begin) === at) return true
  }
  return false
}
