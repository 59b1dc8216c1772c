/**
 * Whether a phrase means what it seems to. A phrase of another language than that of the text needs a word that has no
 * other meaning in the other languages: "once" is eleven in Spanish only.
 */
import { isDistinct } from './distinct.ts'
import type { PhraseReading } from './reading.ts'
import type { Token } from './tokens.ts'

interface Around {
  readonly tokens: readonly Token[]
  readonly language: string | undefined
  /** The phrase before this one. */
  readonly before: PhraseReading | undefined
}

export function isBelieved(reading: PhraseReading, { tokens, language, before }: Around): boolean {
  if (reading.kind === 'time' && reading.meaning === 'bareHour' && !isHour(reading, { tokens, before }))
    return false
  if (reading.kind === 'time' && reading.meaning === 'hourAfterDate') {
    if (before?.kind !== 'date' || before.to !== reading.at) return false
  }
  if (reading.kind === 'date' && isName(reading, tokens)) return false
  if (reading.lexicon.language === language) return true
  const words = tokens
    .slice(reading.at, reading.to)
    .filter((token) => token.kind === 'word' && !isNeutral(token))
  return words.length === 0 || words.some(({ word }) => isDistinct(word, reading.lexicon.language))
}

/** "Wednesday Miller": a day of the week with another name behind it. German nouns have capital letters, too. */
function isName({ at, to, meaning, lexicon }: PhraseReading, tokens: readonly Token[]): boolean {
  const next = tokens[to]
  if (meaning !== 'weekday' || to !== at + 1 || lexicon.language === 'de' || next?.isCapital !== true)
    return false
  return !lexicon.followers.has(next.word) && !lexicon.slotsOfWord.has(next.word)
}

/** "2h" is mostly a duration, "18h" an hour. */
function isHour(
  { at, to, time }: PhraseReading & { readonly kind: 'time' },
  { tokens, before }: Omit<Around, 'language'>,
): boolean {
  const isAlone = tokens.length === to - at
  const least = to - at > 2 ? 420 : 780
  return isAlone || (before?.kind === 'date' && before.to === at) || time.first.minutes >= least
}

/** Also the signs of days in Chinese, Japanese and Korean. */
const neutral = new Set('h 年 月 日 号 號 년 월 일 uhr th st nd rd'.split(' '))
const neutralIfGlued = new Set(['am', 'pm'])

function isNeutral({ word, isGlued }: Token): boolean {
  return neutral.has(word) || (isGlued && neutralIfGlued.has(word))
}
