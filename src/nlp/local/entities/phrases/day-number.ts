/** Days as numbers since 1970, so that weeks and months can be added. */
import { toDay } from '../calendar.ts'
import type { Unit } from '../languages/language-table.ts'

const dayMs = 86_400_000
export const sunday = 6

export function toDayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / dayMs)
}

export function toIsoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

const [earliest, behindLatest] = ['1900-01-01', '2400-01-01'].map(toDayNumber)

/** Other years are no dates of customers: "in a million years". */
export function isDayNumber(day: number): boolean {
  return day >= (earliest ?? 0) && day < (behindLatest ?? 0)
}

/** 0 = Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

export interface DayParts {
  readonly year: number
  readonly month: number
  readonly day: number
}

export function partsOf(day: number): DayParts {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** Undefined: there is no such day. */
export function dayOf(parts: DayParts): number | undefined {
  const iso = toDay(parts)
  return iso === undefined ? undefined : toDayNumber(iso)
}

/** A day that the month does not have is its last one: a month after 31 January is 28 February. */
export function addUnits(day: number, count: number, unit: Unit): number {
  if (unit === 'day') return day + count
  if (unit === 'week') return day + 7 * count
  if (unit === 'fortnight') return day + 14 * count
  const { year, month, day: date } = partsOf(day)
  const months = year * 12 + month - 1 + count * (unit === 'year' ? 12 : 1)
  const first = firstOfMonth(months)
  return Math.min(first + date - 1, firstOfMonth(months + 1) - 1)
}

export interface Span {
  readonly first: number
  readonly last: number
}

/** The week from Monday, the month or the year that is `shift` after the one of this day. */
export function spanOf(day: number, unit: Unit, shift: number): Span | undefined {
  if (unit === 'week') {
    const first = day - weekdayOf(day) + 7 * shift
    return { first, last: first + 6 }
  }
  const { year, month } = partsOf(day)
  const months = unit === 'month' ? year * 12 + month - 1 + shift : (year + shift) * 12
  if (unit !== 'month' && unit !== 'year') return undefined
  return { first: firstOfMonth(months), last: firstOfMonth(months + (unit === 'month' ? 1 : 12)) - 1 }
}

function firstOfMonth(months: number): number {
  return Math.round(Date.UTC(Math.floor(months / 12), months % 12, 1) / dayMs)
}
