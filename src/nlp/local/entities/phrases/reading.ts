/** The readings of phrases that begin at a token, in one language. */
import type { HalfOfDay, Unit } from '../languages/language-table.ts'
import { createActiveRules } from './active-rules.ts'
import type { Lexicon, Rule } from './lexicon.ts'
import type { NumericDates } from './numeric-dates.ts'
import { type Captured, matchPhrase, type Option } from './match.ts'
import { type DateReader, isDateMeaning, readDate } from './read-date.ts'
import { readPlainSlot } from './read-slot.ts'
import { readTime, type TimeOfDay, type TimeSpan } from './read-time.ts'
import type { Token } from './tokens.ts'

interface ReadingBase {
  readonly meaning: string
  readonly lexicon: Lexicon
  readonly at: number
  /** The token behind the phrase. */
  readonly to: number
  /** The tokens behind the first value of a range, and at the last one. */
  readonly ends: { readonly firstTo: number; readonly lastAt: number } | undefined
}

export type PhraseReading =
  | (ReadingBase & { readonly kind: 'silent' })
  | (ReadingBase & { readonly kind: 'date'; readonly date: DateReader })
  | (ReadingBase & { readonly kind: 'time'; readonly time: TimeSpan })

interface Source {
  readonly tokens: readonly Token[]
  readonly numeric: NumericDates
  readonly lexicon: Lexicon
}

type Value = number | string | DateReader | TimeOfDay

export function readersAt(source: Source): (at: number) => readonly PhraseReading[] {
  const known = new Map<string, (readonly Option<Value>[] | undefined)[]>()

  function readSlot(slot: string, at: number): readonly Option<Value>[] {
    const places = known.get(slot) ?? []
    if (places.length === 0) known.set(slot, places)
    return (places[at] ??= readSlotAnew(slot, at))
  }

  function readSlotAnew(slot: string, at: number): readonly Option<Value>[] {
    if (slot === 'numeric' || slot === 'unsure') {
      return (source.numeric.get(at) ?? [])
        .filter(({ isUnsure }) => isUnsure === (slot === 'unsure'))
        .map(({ date, to }) => ({ value: date, to }))
    }
    if (slot === 'date' || slot === 'calendar') {
      return readInner('date', at).flatMap((reading) =>
        reading.kind === 'date' && (slot === 'date' || isCalendar(reading)) && !spans.has(reading.meaning)
          ? [{ value: reading.date, to: reading.to }]
          : [],
      )
    }
    if (slot === 'time') {
      return readInner('time', at).flatMap((reading) =>
        reading.kind === 'time' && reading.time.last === undefined && reading.meaning !== 'hourAfterDate'
          ? [{ value: reading.time.first, to: reading.to }]
          : [],
      )
    }
    return readPlainSlot(source, slot, at)
  }

  const rulesAt = createActiveRules(source)

  function read(rules: readonly Rule[], at: number): readonly PhraseReading[] {
    return rules.flatMap((rule) =>
      matchPhrase({ tokens: source.tokens, lexicon: source.lexicon, readSlot }, rule.phrase, at).flatMap(
        ({ to, captured }) => toReading(rule, { at, to, captured, lexicon: source.lexicon }),
      ),
    )
  }

  const inner = new Map<string, readonly PhraseReading[]>()
  function readInner(kind: Rule['kind'], at: number): readonly PhraseReading[] {
    const key = `${kind} ${at}`
    const before = inner.get(key)
    if (before !== undefined) return before
    const readings = read(
      rulesAt(at).filter((rule) => rule.kind === kind && !rule.isOuter),
      at,
    )
    inner.set(key, readings)
    return readings
  }

  return (at) => read(rulesAt(at), at)
}

const spans = new Set([
  'month',
  'thisUnit',
  'nextUnit',
  'lastUnit',
  'thisWeekend',
  'nextWeekend',
  'lastWeekend',
  'daysOfMonth',
  'twoDays',
  // "from the 1st to the 5th of January": both are of one month
  'dayOfMonth',
  'laterRange',
])

function isCalendar({ meaning }: PhraseReading): boolean {
  return meaning === 'dayAndMonth' || meaning === 'numeric'
}

interface Matched {
  readonly at: number
  readonly to: number
  readonly captured: readonly Captured<Value>[]
  readonly lexicon: Lexicon
}

/** The slots of which a range has two. */
const values = new Set([
  'date',
  'time',
  'calendar',
  'numbered',
  'anyday',
  'hour',
  'dom',
  'ord',
  'digitDay',
  'n',
])

function toReading({ kind, meaning }: Rule, { captured, ...place }: Matched): readonly PhraseReading[] {
  const all = (slot: string) => captured.filter((one) => one.slot === slot).map(({ value }) => value)
  const numbers = (slot: string) => all(slot).filter((value) => typeof value === 'number')
  const base = { meaning, ends: endsOf(captured), ...place }
  if (kind === 'silent') return [{ ...base, kind }]
  if (kind === 'time') {
    const halves = all('part').filter(isHalf)
    const time = readTime(meaning, { numbers, halves, times: all('time').filter(isTime) })
    return time === undefined ? [] : [{ ...base, kind, time }]
  }
  if (!isDateMeaning(meaning)) return []
  const readers = (slot: string) => all(slot).filter((value) => typeof value === 'function')
  return [{ ...base, kind, date: readDate(meaning, { numbers, units: all('unit').filter(isUnit), readers }) }]
}

function endsOf(captured: readonly Captured<Value>[]): ReadingBase['ends'] {
  const [first, last] = captured.filter(({ slot }) => values.has(slot))
  return first === undefined || last === undefined ? undefined : { firstTo: first.to, lastAt: last.at }
}

function isHalf(value: Value): value is HalfOfDay {
  return value === 'am' || value === 'pm' || value === 'night'
}

function isTime(value: Value): value is TimeOfDay {
  return typeof value === 'object'
}

function isUnit(value: Value): value is Unit {
  return typeof value === 'string'
}
