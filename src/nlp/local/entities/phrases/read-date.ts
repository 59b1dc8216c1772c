/** What a phrase of the calendar means: a day, or the first and the last day of a range. */
import type { DateMeaning, Unit } from '../languages/language-table.ts'
import { addUnits, dayOf, partsOf, spanOf, sunday, weekdayOf } from './day-number.ts'

export interface DateSpan {
  readonly first: number
  /** Absent: one day. */
  readonly last?: number
  /** Two days, and not those between them. */
  readonly isList?: true
}

export interface Now {
  readonly today: number
  /** The first day of the range of which this is the last. */
  readonly notBefore?: number
}

/** Undefined: there is no such day. */
export type DateReader = (now: Now) => DateSpan | undefined

/** The values that the slots of a phrase took. */
export interface DateParts {
  readonly numbers: (slot: string) => readonly number[]
  readonly units: readonly Unit[]
  readonly readers: (slot: string) => readonly DateReader[]
}

export function readDate(meaning: DateMeaning, parts: DateParts): DateReader {
  return (now) => meanings[meaning](parts, now)
}

export function isDateMeaning(meaning: string): meaning is DateMeaning {
  return Object.hasOwn(meanings, meaning)
}

type Meaning = (parts: DateParts, now: Now) => DateSpan | undefined

const meanings: Readonly<Record<DateMeaning, Meaning>> = {
  day: ({ numbers }, { today }) => at(numbers('day')[0], (days) => today + days),
  numeric: (parts, now) => {
    const [loose] = parts.numbers('loose')
    if (loose !== undefined) return one(nextOf({ day: Math.floor(loose / 100), month: loose % 100 }, now))
    return [...parts.readers('numeric'), ...parts.readers('unsure')][0]?.(now)
  },
  later: (parts, { today }) => shifted(parts, today, 1),
  ago: (parts, { today }) => shifted(parts, today, -1),
  laterRange: ({ numbers, units }, { today }) => {
    const [[from, to], [unit]] = [numbers('n'), units]
    if (from === undefined || to === undefined || unit === undefined || from >= to) return undefined
    return { first: addUnits(today, from, unit), last: addUnits(today, to, unit) }
  },
  laterThan: (parts, now) =>
    at(parts.readers('date')[0]?.(now)?.first, (day) => shifted(parts, day, 1)?.first),
  weekdayLater: (parts, now) =>
    at(weekdayIn(parts), (weekday) => {
      const day = nextWeekday(weekday, now)
      return parts.numbers('n').length === 0 ? day + 7 : shifted(parts, day, 1)?.first
    }),
  weekday: (parts, now) => at(weekdayIn(parts), (weekday) => nextWeekday(weekday, now)),
  lastWeekday: (parts, { today }) =>
    at(weekdayIn(parts), (weekday) => today - ((weekdayOf(today) - weekday + 7) % 7 || 7)),
  weekdayOfThisWeek: (parts, now) => inWeek(parts, now, 0),
  weekdayOfNextWeek: (parts, now) => inWeek(parts, now, 1),
  weekdayOfLastWeek: (parts, now) => inWeek(parts, now, -1),
  dayOfMonth: (parts, now) => one(nextDayOfMonth(domIn(parts), now)),
  dayOfThisMonth: (parts, now) => inMonth(parts, now, 0),
  dayOfNextMonth: (parts, now) => inMonth(parts, now, 1),
  dayAndMonth: (parts, now) => one(dayAndMonth(parts, domIn(parts), now)),
  weekdayAndDay: (parts, now) => {
    const day = nextDayOfMonth(domIn(parts), now)
    const later = day === undefined ? undefined : nextDayOfMonth(domIn(parts), { today: day + 1 })
    const [weekday] = [...parts.numbers('weekday'), ...parts.numbers('numbered')]
    return one([day, later].find((found) => found !== undefined && weekdayOf(found) === weekday))
  },
  daysOfMonth: (parts, now) => {
    const [from, to] = [...parts.numbers('dom')]
    const last = dayAndMonth(parts, to, now)
    const first =
      last === undefined || from === undefined ? undefined : dayOf({ ...partsOf(last), day: from })
    return first === undefined || last === undefined || first >= last ? undefined : { first, last }
  },
  month: ({ numbers }, now) => {
    const month = monthSpan(numbers, now)
    return month === undefined ? undefined : running(month, now)
  },
  endOfMonth: ({ numbers }, now) => one(monthSpan(numbers, now)?.last),
  thisUnit: ({ units }, now) => running(unitSpan(units, now, 0), now),
  nextUnit: ({ units }, now) => unitSpan(units, now, 1),
  lastUnit: ({ units }, now) => unitSpan(units, now, -1),
  endOfThisUnit: ({ units }, now) => one(unitSpan([units[0] ?? 'month'], now, 0)?.last),
  endOfNextUnit: ({ units }, now) => one(unitSpan([units[0] ?? 'month'], now, 1)?.last),
  thisWeekend: (_, now) => running(weekend(now, 0), now),
  nextWeekend: (_, now) => weekend(now, 1),
  lastWeekend: (_, now) => weekend(now, -1),
  range: (parts, now) => {
    const [from, to] = [...parts.readers('date'), ...weekdaysOf(parts)]
    const first = from?.(now)?.first
    if (first === undefined) return undefined
    const end = to?.({ ...now, notBefore: first })
    const last = end?.last ?? end?.first
    return last === undefined || last <= first ? undefined : { first, last }
  },
  shortRange: (parts, now) => {
    const [calendar] = parts.readers('calendar')
    const [from, to] = domSlots.flatMap(parts.numbers)
    if (calendar === undefined) {
      const first = nextDayOfMonth(from, now)
      const last = first === undefined ? undefined : nextDayOfMonth(to, { today: first + 1 })
      return first === undefined || last === undefined ? undefined : { first, last }
    }
    const last = calendar(now)?.first
    const first = last === undefined || from === undefined ? undefined : dayBefore(last, from)
    return first === undefined || last === undefined ? undefined : { first, last }
  },
  twoDays: (parts, now) => {
    const span = meanings.shortRange(parts, now)
    return span === undefined ? undefined : { ...span, isList: true }
  },
}

function one(first: number | undefined): DateSpan | undefined {
  return first === undefined ? undefined : { first }
}

function at(value: number | undefined, toDay: (value: number) => number | undefined): DateSpan | undefined {
  return value === undefined ? undefined : one(toDay(value))
}

function shifted({ numbers, units }: DateParts, day: number, sign: number): DateSpan | undefined {
  const [[count], [unit]] = [numbers('n'), units]
  return count === undefined || unit === undefined ? undefined : { first: addUnits(day, sign * count, unit) }
}

function weekdayIn({ numbers }: DateParts): number | undefined {
  return [...numbers('weekday'), ...numbers('anyday')][0]
}

function weekdaysOf({ numbers }: DateParts): readonly DateReader[] {
  return [...numbers('numbered'), ...numbers('anyday')].map(
    (weekday): DateReader =>
      (now) =>
        one(nextWeekday(weekday, now)),
  )
}

/** Never today: who means today says so. */
function nextWeekday(weekday: number, { today, notBefore = today }: Now): number {
  return notBefore + ((weekday - weekdayOf(notBefore) + 7) % 7 || 7)
}

function inWeek(parts: DateParts, { today }: Now, shift: number): DateSpan | undefined {
  return at(weekdayIn(parts), (weekday) => today - weekdayOf(today) + weekday + 7 * shift)
}

const domSlots = ['dom', 'ord', 'nth', 'high', 'digitDay']

function domIn({ numbers }: DateParts): number | undefined {
  return domSlots.flatMap(numbers)[0]
}

function nextDayOfMonth(day: number | undefined, { today, notBefore = today }: Now): number | undefined {
  if (day === undefined) return undefined
  const { year, month } = partsOf(notBefore)
  for (const later of [0, 1, 2]) {
    const months = year * 12 + month - 1 + later
    const found = dayOf({ year: Math.floor(months / 12), month: (months % 12) + 1, day })
    if (found !== undefined && found >= notBefore) return found
  }
  return undefined
}

function inMonth(parts: DateParts, { today }: Now, shift: number): DateSpan | undefined {
  const month = spanOf(today, 'month', shift)
  const day = domIn(parts)
  return month === undefined || day === undefined ? undefined : one(dayOf({ ...partsOf(month.first), day }))
}

function dayAndMonth({ numbers }: DateParts, day: number | undefined, now: Now): number | undefined {
  const month = [...numbers('month'), ...numbers('strongMonth')][0]
  const [year] = numbers('year')
  if (day === undefined || month === undefined) return undefined
  return year === undefined ? nextOf({ day, month }, now) : dayOf({ year, month, day })
}

/** A day without a year is in this year, or in the next if it is over. */
export function nextOf(
  { day, month }: { readonly day: number; readonly month: number },
  { today, notBefore = today }: Now,
): number | undefined {
  const { year } = partsOf(notBefore)
  const here = dayOf({ year, month, day })
  return here !== undefined && here >= notBefore ? here : (dayOf({ year: year + 1, month, day }) ?? here)
}

/** The day with this number before another one: the 28th before 2 January. */
function dayBefore(last: number, day: number): number | undefined {
  const same = dayOf({ ...partsOf(last), day })
  if (same !== undefined && same < last) return same
  const { year, month } = partsOf(last)
  return dayOf({ year: month === 1 ? year - 1 : year, month: month === 1 ? 12 : month - 1, day })
}

function monthSpan(numbers: DateParts['numbers'], { today }: Now) {
  const [[month], [year]] = [[...numbers('month'), ...numbers('fullMonth')], numbers('year')]
  if (month === undefined) return undefined
  const now = partsOf(today)
  const first = dayOf({ year: year ?? (month < now.month ? now.year + 1 : now.year), month, day: 1 })
  return first === undefined ? undefined : spanOf(first, 'month', 0)
}

function unitSpan([unit]: readonly Unit[], { today }: Now, shift: number) {
  return unit === undefined ? undefined : spanOf(today, unit, shift)
}

function weekend({ today }: Now, shift: number) {
  const last = today - weekdayOf(today) + sunday + 7 * shift
  return { first: last - 1, last }
}

/** Of a week that has begun, the days that are left. */
function running(
  span: { readonly first: number; readonly last: number } | undefined,
  { today }: Now,
): DateSpan | undefined {
  if (span === undefined) return undefined
  const { first, last } = span
  if (today === last) return { first: today }
  return { first: first < today && today < last ? today : first, last }
}
