/**
 * Finds days in English, German, Spanish and French: `2026-11-24`, `24.11.2026`, `11/24`, `5 March`, `tomorrow`,
 * `Freitag`. A day without a year, and a day of the week, is the next one.
 */
import type { Utterance } from '../../../domain/understanding.ts'
import { hasForeignDigits } from '../../../domain/plain-signs.ts'
import { guessLanguage } from '../guess-language.ts'
import { fold, normalise } from '../normalise.ts'
import { toDay, today, type Day } from './calendar.ts'
import { toCommonDay } from './other-calendars.ts'
import { dayWords, months, weekdays } from './date-words.ts'
import { createFind, type FindEntities } from './found.ts'

const border = { start: '(?<![\\p{L}\\p{N}/.-])', end: '(?![\\p{L}\\p{N}]|[/.-]\\d)' }

const findIso = createFind({
  name: 'date',
  pattern: new RegExp(`${border.start}(\\d{4})([./-])(\\d{1,2})\\2(\\d{1,2})(?!\\d|[./-]\\d)`, 'gu'),
  confidence: 1,
  read: ([, year, , month, day], utterance) =>
    toCommonDay({ year: Number(year), month: Number(month), day: Number(day) }, utterance),
})

/** Chinese and Japanese, and Korean. */
const findSuffixed = createFind({
  name: 'date',
  pattern: /(?<!\d)(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]/gu,
  confidence: 1,
  read: ([, year, month, day], utterance) =>
    complete({ day: Number(day), month: Number(month) }, { year, utterance }),
})

const findDotted = createFind({
  name: 'date',
  pattern: new RegExp(
    `${border.start}(\\d{1,2})\\.\\s?(\\d{1,2})\\.(?:\\s?(\\d{4}|\\d{2}))?${border.end}`,
    'gu',
  ),
  confidence: 0.95,
  read: ([, day, month, year], utterance) =>
    complete({ day: Number(day), month: Number(month) }, { year, utterance }),
})

const findSlashed = createFind({
  name: 'date',
  pattern: new RegExp(`${border.start}(\\d{1,2})[/-](\\d{1,2})(?:[/-](\\d{4}|\\d{2}))?${border.end}`, 'gu'),
  confidence: 0.8,
  read([, first, second, year], utterance) {
    const isDayFirst = Number(first) > 12 || (Number(second) <= 12 && writesDayFirst(utterance))
    const [day, month] = isDayFirst ? [Number(first), Number(second)] : [Number(second), Number(first)]
    return complete({ day, month }, { year, utterance })
  },
})

const monthNames = [...months.keys()].toSorted((a, b) => b.length - a.length).join('|')
const year = '(?:,?\\s(?:de\\s|del\\s)?(\\d{4}))?'

const findDayOfMonth = createFind({
  name: 'date',
  pattern: new RegExp(
    `${border.start}(\\d{1,2})(?:st|nd|rd|th|\\.|er)?\\s(?:of\\s|de\\s)?(${monthNames})${year}${border.end}`,
    'giu',
  ),
  confidence: 0.95,
  read: ([, day, month, written], utterance) =>
    complete({ day: Number(day), month: toMonth(month) }, { year: written, utterance }),
})

const findMonthAndDay = createFind({
  name: 'date',
  pattern: new RegExp(
    `${border.start}(${monthNames})\\s(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)${year}${border.end}`,
    'giu',
  ),
  confidence: 0.95,
  read: ([, month, day, written], utterance) =>
    complete({ day: Number(day), month: toMonth(month) }, { year: written, utterance }),
})

const names = [...dayWords.keys(), ...weekdays.keys()]
  .toSorted((a, b) => b.length - a.length)
  .join('|')
  .replaceAll("'", "['’]")
/** "Guten Morgen" and "por la mañana" mean the morning. */
const findNamed = createFind({
  name: 'date',
  pattern: new RegExp(`(?<![\\p{L}\\p{N}-]|guten |la )(${names})(?![\\p{L}\\p{N}-])`, 'giu'),
  confidence: 0.9,
  read([text], utterance) {
    const word = normalise(text)
    const language = utterance.language ?? guessLanguage(utterance.text, utterance.locale)
    const relative = dayWords.get(word)
    if (relative !== undefined) {
      if (language !== undefined && languages.includes(language) && language !== relative.language)
        return undefined
      return today(utterance, relative.days)
    }
    const weekday = weekdays.get(word)
    if (weekday === undefined) return undefined
    const now = new Date(`${today(utterance, 0)}T00:00:00Z`).getUTCDay()
    return today(utterance, (weekday - now + 7) % 7 || 7)
  },
})

const languages = ['en', 'de', 'es', 'fr']

export const findDates: FindEntities = (text, utterance) => {
  const found = [
    findIso,
    findSuffixed,
    findDotted,
    findDayOfMonth,
    findMonthAndDay,
    findSlashed,
    findNamed,
  ].flatMap((find) => find(text, utterance))
  return found.filter(
    (one) =>
      !found.some(
        (other) =>
          other.text.length > one.text.length &&
          other.from <= one.from &&
          one.from < other.from + other.text.length,
      ),
  )
}

function toMonth(name: string | undefined): number {
  return months.get(fold(normalise(name ?? ''))) ?? months.get(normalise(name ?? '')) ?? 0
}

function writesDayFirst({ locale, text }: Utterance): boolean {
  return hasForeignDigits(text) || (locale !== undefined && !/^en[-_](?:US|PH)|^en$/i.test(locale))
}

interface Completion {
  readonly year: string | undefined
  readonly utterance: Utterance
}

/** A day without a year is in this year, or in the next if it is over. */
function complete(
  { day, month }: Omit<Day, 'year'>,
  { year: written, utterance }: Completion,
): string | undefined {
  if (written !== undefined)
    return toCommonDay({ day, month, year: Number(written) + (written.length === 2 ? 2000 : 0) }, utterance)
  const now = today(utterance, 0)
  const thisYear = Number(now.slice(0, 4))
  const here = toDay({ day, month, year: thisYear })
  return here !== undefined && here >= now ? here : (toDay({ day, month, year: thisYear + 1 }) ?? here)
}
