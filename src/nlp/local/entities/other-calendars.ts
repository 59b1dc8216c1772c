/** Years of other calendars than the common one: Thailand is 543 years ahead, Iran and Arabia count from the Hijra. */
import type { Utterance } from '../../../domain/understanding.ts'
import { toDay, type Day } from './calendar.ts'

const dayMs = 86_400_000

/** The day in the common calendar; undefined for no such day, and for a year of a calendar that is not known. */
export function toCommonDay(day: Day, { text, locale = '' }: Utterance): string | undefined {
  const isThai = /\p{Script=Thai}/u.test(text) || locale.startsWith('th')
  // A year of two digits came here as one of this century: 69 means 2569.
  if (isThai && day.year >= 2060 && day.year < 2100) return toDay({ ...day, year: day.year - 43 })
  if (isThai && day.year >= 2400 && day.year < 2700) return toDay({ ...day, year: day.year - 543 })
  if (day.year >= 1300 && day.year < 1500) {
    if (/[۰-۹پچژگ]/.test(text) || locale.startsWith('fa')) return fromHijra(day, solar)
    if (/[٠-٩]/.test(text) || locale.startsWith('ar')) return fromHijra(day, lunar)
  }
  return day.year < 1900 || day.year >= 2400 ? undefined : toDay(day)
}

interface Hijra {
  readonly calendar: Intl.DateTimeFormat
  readonly epoch: number
  readonly daysOfYear: number
  readonly daysOfMonth: number
}

const solar: Hijra = {
  calendar: calendarOf('persian'),
  epoch: Date.UTC(622, 2, 21),
  daysOfYear: 365.2422,
  daysOfMonth: 30.5,
}
const lunar: Hijra = {
  calendar: calendarOf('islamic-umalqura'),
  epoch: Date.UTC(622, 6, 18),
  daysOfYear: 354.367,
  daysOfMonth: 29.53,
}

function calendarOf(name: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(`en-u-ca-${name}-nu-latn`, parts)
}

/** Estimates the day, and looks around it for the one that the calendar calls so. */
function fromHijra({ year, month, day }: Day, { calendar, ...like }: Hijra): string | undefined {
  const days = (year - 1) * like.daysOfYear + (month - 1) * like.daysOfMonth + day - 1
  const about = like.epoch + Math.round(days) * dayMs
  for (const away of [0, -1, 1, -2, 2, -3, 3, -4, 4]) {
    const date = new Date(about + away * dayMs)
    const written = Object.fromEntries(calendar.formatToParts(date).map(({ type, value }) => [type, value]))
    const isSame =
      parseInt(written['year'] ?? '') === year &&
      Number(written['month']) === month &&
      Number(written['day']) === day
    if (isSame) return date.toISOString().slice(0, 10)
  }
  return undefined
}
