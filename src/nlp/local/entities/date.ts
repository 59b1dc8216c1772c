/**
 * Finds days and times of day: `2026-11-24`, `11/24`, `5 March`, `in drei Tagen`, `el lunes pasado`, `halb sieben`. A day
 * without a year, and a day of the week, is the next one. The phrases are in the tables of `languages`.
 */
import type { Utterance } from '../../../domain/understanding.ts'
import { today } from './calendar.ts'
import type { FindEntities, Found } from './found.ts'
import { findNumericDates } from './numeric-date.ts'
import { isDayNumber, toDayNumber, toIsoDay } from './phrases/day-number.ts'
import { endOfPhrase } from './phrases/end-of-phrase.ts'
import { findPhrases } from './phrases/find-phrases.ts'
import { halfNear } from './phrases/half-near.ts'
import type { NumericDate } from './phrases/numeric-dates.ts'
import type { PhraseReading } from './phrases/reading.ts'
import { inHalf, type TimeOfDay, toClock } from './phrases/read-time.ts'
import type { Token } from './phrases/tokens.ts'
import { readText } from './read-text.ts'

export const findDates: FindEntities = (text, utterance) => {
  const { tokens, language } = readText(text, utterance)
  const places = new Map(tokens.map(({ from }, at) => [from, at]))
  const ends = new Map(tokens.map(({ to }, at) => [to, at + 1]))
  const numeric = new Map<number, NumericDate[]>()
  for (const { from, to, ...date } of findNumericDates(text, { utterance, language })) {
    const [at, end] = [places.get(from), ends.get(to)]
    if (at !== undefined && end !== undefined)
      numeric.set(at, [...(numeric.get(at) ?? []), { ...date, to: end }])
  }
  const readings = findPhrases({ tokens, numeric, language })
  return readings.flatMap((reading) => toFound(reading, { text, tokens, utterance }))
}

interface About {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly utterance: Utterance
}

function toFound(reading: PhraseReading, about: About): readonly Found[] {
  if (reading.kind === 'silent') return []
  if (reading.kind === 'time') {
    const { first, last } = reading.time
    const [from, to] = [first, last].map((time) =>
      time === undefined ? undefined : toTime(time, reading, about),
    )
    return from === undefined ? [] : parts(reading, { about, values: [from, to] })
  }
  const span = reading.date({ today: toDayNumber(today(about.utterance, 0)) })
  if (span === undefined || !isDayNumber(span.first) || !isDayNumber(span.last ?? span.first)) return []
  const values = [span.first, span.last].map((day) =>
    day === undefined
      ? undefined
      : { value: toIsoDay(day), confidence: byName.has(reading.meaning) ? 0.9 : 0.95 },
  )
  const found = parts(reading, { about, values })
  if (span.isList !== true) return found
  return found.map(({ name, value, text, confidence, from }) => ({ name, value, text, confidence, from }))
}

/** A single word, which may be a part of something else. */
const byName: ReadonlySet<string> = new Set(['day', 'weekday'])

type Value = Pick<Found, 'value' | 'confidence' | 'otherwise'>

function toTime({ minutes, isAmbiguous }: TimeOfDay, reading: PhraseReading, { tokens }: About): Value {
  if (!isAmbiguous) return { value: toClock(minutes), confidence: 0.95 }
  const half = halfNear(tokens, reading)
  if (half !== undefined) return { value: toClock(inHalf(minutes, half)), confidence: 0.95 }
  return { value: toClock(minutes), confidence: 0.8, otherwise: toClock((minutes + 720) % 1440) }
}

/** "on Friday": the word before the day is no part of it. */
function behindOn({ kind, lexicon, at, to }: PhraseReading, tokens: readonly Token[]): number {
  const behind = kind === 'date' ? endOfPhrase(tokens, lexicon.on, at) : undefined
  return behind === undefined || behind >= to ? at : behind
}

/** One entity, or the two ends of a range, each with its own words. */
function parts(
  reading: PhraseReading,
  {
    about: { text, tokens },
    values,
  }: { readonly about: About; readonly values: readonly (Value | undefined)[] },
): readonly Found[] {
  const [first, last] = values
  const name = reading.kind
  const from = tokens[last === undefined ? behindOn(reading, tokens) : reading.at]?.from ?? 0
  const to = tokens[reading.to - 1]?.to ?? from
  if (first === undefined) return []
  if (last === undefined) return [{ name, ...first, text: text.slice(from, to), from }]
  const { ends } = reading
  // "this weekend" has no words for each end: both have all of them.
  if (ends === undefined) {
    const whole = { name, text: text.slice(from, to), from }
    return [
      { ...whole, ...first, part: 'from' },
      { ...whole, ...last, part: 'to' },
    ]
  }
  const [firstTo, lastFrom] = [tokens[ends.firstTo - 1]?.to ?? to, tokens[ends.lastAt]?.from ?? to]
  return [
    { name, ...first, text: text.slice(from, firstTo), from, part: 'from' },
    { name, ...last, text: text.slice(lastFrom, to), from: lastFrom, part: 'to' },
  ]
}
