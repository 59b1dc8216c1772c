/** Dates, times and numbers in the language of the page and the time zone of the browser. */
import type { Texts } from './shape.ts'

export interface Formats {
  /** 14:05 */
  readonly clock: (ts: number) => string
  /** Today, Yesterday, Monday, 3 November 2026 */
  readonly day: (ts: number, nowMs: number) => string
  /** With seconds and the zone. */
  readonly exact: (ts: number) => string
  /** under a minute, 5 minutes, 3 hours, 2 days */
  readonly duration: (ms: number) => string
  /** <1m, 5m, 3h, 2d */
  readonly briefDuration: (ms: number) => string
  readonly number: (value: number) => string
  /** Short, for a list: the clock today, else the date. */
  readonly brief: (ts: number, nowMs: number) => string
}

const dayMs = 86_400_000

export function createFormats(language: string, texts: Texts): Formats {
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options)
  const clock = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = make({ weekday: 'long' })
  const long = make({ day: 'numeric', month: 'long', year: 'numeric' })
  const short = make({ day: 'numeric', month: 'short' })
  const exact = make({ dateStyle: 'medium', timeStyle: 'long' })
  const number = new Intl.NumberFormat(language)

  function day(ts: number, nowMs: number): string {
    const ago = daysAgo(ts, nowMs)
    if (ago === 0) return texts.today
    if (ago === 1) return texts.yesterday
    return ago > 1 && ago < 7 ? weekday.format(ts) : long.format(ts)
  }

  return {
    clock: (ts) => clock.format(ts),
    day,
    exact: (ts) => exact.format(ts),
    duration: makeDuration(language, 'long', texts.underMinute),
    briefDuration: makeDuration(language, 'narrow'),
    number: (value) => number.format(value),
    brief: (ts, nowMs) => (daysAgo(ts, nowMs) === 0 ? clock.format(ts) : short.format(ts)),
  }
}

/** Days between, by the calendar of the browser's zone. */
function daysAgo(ts: number, nowMs: number): number {
  return Math.round((midnightOf(nowMs) - midnightOf(ts)) / dayMs)
}

function midnightOf(ms: number): number {
  const date = new Date(ms)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
}

function makeDuration(
  language: string,
  unitDisplay: 'long' | 'narrow',
  underMinute?: string,
): (ms: number) => string {
  const [minute, hour, day] = (['minute', 'hour', 'day'] as const).map(
    (unit) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay }),
  )
  return (ms) => {
    const minutes = Math.floor(ms / 60_000)
    if (minutes < 1) return underMinute ?? `<${minute?.format(1)}`
    if (minutes < 60) return minute?.format(minutes) ?? ''
    if (minutes < 48 * 60) return hour?.format(Math.floor(minutes / 60)) ?? ''
    return day?.format(Math.floor(minutes / (24 * 60))) ?? ''
  }
}
