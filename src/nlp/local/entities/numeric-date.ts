/** Dates in digits: `2026-11-24`, `24.11.2026`, `11/24`, `12月24日`. */
import type { Utterance } from '../../../domain/understanding.ts'
import { hasForeignDigits } from '../../../domain/plain-signs.ts'
import { isBehindCodeWord, isCode } from './codes.ts'
import { mostFound } from './found.ts'
import { toCommonDay } from './other-calendars.ts'
import { toDayNumber } from './phrases/day-number.ts'
import { type DateReader, nextOf } from './phrases/read-date.ts'

export interface WrittenDate {
  readonly from: number
  readonly to: number
  readonly date: DateReader
  /** It may also be a fraction, a mark or a score. */
  readonly isUnsure: boolean
}

/** `language` is that of the text, if it is known: it tells whether the day or the month comes first. */
export function findNumericDates(
  text: string,
  about: { readonly utterance: Utterance; readonly language: string | undefined },
): readonly WrittenDate[] {
  return shapes.flatMap(({ pattern, read }) => {
    const found: WrittenDate[] = []
    for (const match of text.matchAll(pattern)) {
      if (found.length === mostFound) break
      const date = isCode(text, match.index) ? undefined : read(match, { ...about, text })
      if (date !== undefined) found.push({ from: match.index, to: match.index + match[0].length, ...date })
    }
    return found
  })
}

interface About {
  readonly utterance: Utterance
  readonly language: string | undefined
  readonly text: string
}

interface Shape {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, about: About) => Pick<WrittenDate, 'date' | 'isUnsure'> | undefined
}

const border = { start: '(?<![\\p{L}\\p{N}/.:-])', end: '(?![\\p{L}\\p{N}]|[/.:-]\\d)' }

const shapes: readonly Shape[] = [
  {
    pattern: new RegExp(`${border.start}(\\d{4})([./-])(\\d{1,2})\\2(\\d{1,2})(?!\\d|[./:-]\\d)`, 'gu'),
    read: ([, year, , month, day], about) => sure({ year, month: Number(month), day: Number(day) }, about),
  },
  {
    // Chinese and Japanese, and Korean
    pattern: /(?<!\d)(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]/gu,
    read: ([, year, month, day], about) => sure({ year, month: Number(month), day: Number(day) }, about),
  },
  {
    pattern: new RegExp(
      `${border.start}(\\d{1,2})\\.\\s?(\\d{1,2})\\.(?:\\s?(\\d{4}|\\d{2}(?!:|\\s?(?:uhr|h)\\b)))?${border.end}`,
      'giu',
    ),
    read: ([, day, month, year], about) => sure({ year, month: Number(month), day: Number(day) }, about),
  },
  {
    pattern: new RegExp(
      `${border.start}(\\d{1,2})([/-])(\\d{1,2})(?:\\2(\\d{4}|\\d{2}))?${border.end}`,
      'gu',
    ),
    read: readSlashed,
  },
]

function readSlashed(match: RegExpExecArray, about: About): ReturnType<Shape['read']> {
  const [written, first = '', sign = '', second = '', year] = match
  const isDayFirst = Number(first) > 12 || (Number(second) <= 12 && writesDayFirst(about))
  const [day, month] = isDayFirst ? [Number(first), Number(second)] : [Number(second), Number(first)]
  const date = sure({ year, month, day }, about)
  if (date === undefined || year !== undefined) return date
  if (always.has(written)) return undefined
  if (sign === '-' || isFraction(first, second) || isBehindCodeWord(about.text, match.index))
    return { ...date, isUnsure: true }
  const isAlone = about.text.trim() === written
  return { ...date, isUnsure: isMark(first, second) && !isAlone }
}

/** Open all day, all days. */
const always: ReadonlySet<string> = new Set(['24/7', '7/7', '24/24'])

function isFraction(first: string, second: string): boolean {
  return ['2', '3', '4', '8'].includes(second) && first.length === 1 && first < second
}

/** "I give it 8/10" */
function isMark(first: string, second: string): boolean {
  return (second === '5' || second === '10') && !first.startsWith('0') && Number(first) <= Number(second)
}

interface Written {
  readonly year: string | undefined
  readonly month: number
  readonly day: number
}

function sure({ year, month, day }: Written, { utterance }: About): ReturnType<Shape['read']> {
  if (year === undefined) {
    const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31
    return isDay ? { date: (now) => toSpan(nextOf({ day, month }, now)), isUnsure: false } : undefined
  }
  const full = Number(year) + (year.length === 2 ? 2000 : 0)
  const iso = toCommonDay({ day, month, year: full }, utterance)
  return iso === undefined ? undefined : { date: () => toSpan(toDayNumber(iso)), isUnsure: false }
}

function toSpan(first: number | undefined) {
  return first === undefined ? undefined : { first }
}

/** A text in another language than English has the day first. With no language known, the locale decides. */
function writesDayFirst({ utterance: { locale, text }, language }: About): boolean {
  if (hasForeignDigits(text) || (language !== undefined && language !== 'en')) return true
  return locale !== undefined && !/^en[-_](?:US|PH)|^en$/i.test(locale)
}
