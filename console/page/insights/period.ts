/** Which time the numbers are of: from the address of the page to ms. */
import type { InsightsQuery } from '../state/route.ts'

export const periods = ['today', 'week', 'month', 'own'] as const
export type PeriodName = (typeof periods)[number]

export interface ShownPeriod {
  readonly from: number
  readonly to: number
  readonly by: 'hour' | 'day' | 'week'
}

const dayMs = 86_400_000
const mostDays = 730

/** Midnights are those of the browser's zone. Days of an own period are both part of it. */
export function toPeriod({ period, from, to }: InsightsQuery, nowMs: number): ShownPeriod {
  const midnight = midnightBefore(nowMs, 0)
  if (period === 'today') return { from: midnight, to: midnightBefore(nowMs, -1), by: 'hour' }
  if (period === 'own' && from !== undefined && to !== undefined) {
    const [first = midnight, last = midnight] = [from, to].map(toMidnight).toSorted((a, b) => a - b)
    // Longer than the console counts by weeks: the latest two years of it.
    const begin = Math.max(first, midnightBefore(last, mostDays))
    return { from: begin, to: midnightBefore(last, -1), by: sizeOf(last - begin) }
  }
  return {
    from: midnightBefore(nowMs, period === 'month' ? 29 : 6),
    to: midnightBefore(nowMs, -1),
    by: 'day',
  }
}

function sizeOf(ms: number): ShownPeriod['by'] {
  if (ms < 2 * dayMs) return 'hour'
  return ms < 95 * dayMs ? 'day' : 'week'
}

/** `2026-11-29` of a time, for a field of a date. */
export function toDay(ms: number): string {
  const date = new Date(ms)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

function midnightBefore(ms: number, days: number): number {
  const date = new Date(ms)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime()
}

function toMidnight(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

/** Whole days, for what is asked of the last days: at most a year. */
export function daysOf({ from, to }: ShownPeriod): number {
  return Math.min(365, Math.max(1, Math.round((to - from) / dayMs)))
}
