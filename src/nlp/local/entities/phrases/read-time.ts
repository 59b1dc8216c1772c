/** What a phrase for a time of day means. An hour from 1 to 11 without a hint is that of the morning. */
import type { HalfOfDay } from '../languages/language-table.ts'

export interface TimeOfDay {
  /** Since midnight. */
  readonly minutes: number
  /** It could also be twelve hours later. */
  readonly isAmbiguous: boolean
  /** The phrase says which half of the day it means. */
  readonly half?: HalfOfDay
}

export interface TimeSpan {
  readonly first: TimeOfDay
  readonly last?: TimeOfDay
}

export interface TimeParts {
  readonly numbers: (slot: string) => readonly number[]
  readonly halves: readonly HalfOfDay[]
  readonly times: readonly TimeOfDay[]
}

const dayMinutes = 1_440
const noon = 720

/** `meaning` is a key of a language table. Undefined: there is no such time. */
export function readTime(meaning: string, parts: TimeParts): TimeSpan | undefined {
  const [name = '', given = ''] = meaning.split(' ')
  if (name === 'at') return once({ minutes: toMinutes(given), isAmbiguous: false })
  if (name === 'timeRange') return timeRange(parts)
  if (name === 'hourRange') return hourRange(parts)
  const { numbers, halves } = parts
  const [hour] = [...numbers('hour'), ...[...numbers('clock'), ...numbers('dotted')].map((time) => time / 60)]
  if (hour === undefined) return undefined
  const minute = given === '' ? ([...numbers('minute'), ...numbers('longMinute')][0] ?? 0) : Number(given)
  const isBefore = name === 'before' || name === 'hourBefore'
  return once(timeOf({ minutes: Math.round(hour * 60), half: halves[0] }, isBefore ? -minute : minute))
}

function once(first: TimeOfDay): TimeSpan {
  return { first }
}

function toMinutes(clock: string): number {
  const [hours, minutes] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}

interface Told {
  readonly minutes: number
  readonly half: HalfOfDay | undefined
}

function timeOf({ minutes, half }: Told, shift: number): TimeOfDay {
  const told = half === undefined ? minutes : inHalf(minutes, half)
  const isAmbiguous = half === undefined && minutes >= 60 && minutes < noon
  return {
    minutes: (told + shift + dayMinutes) % dayMinutes,
    isAmbiguous,
    ...(half === undefined ? {} : { half }),
  }
}

/** The hour of twelve belongs to noon with `pm`, else to midnight. */
export function inHalf(minutes: number, half: HalfOfDay): number {
  if (minutes >= noon + 60) return minutes
  if (minutes >= noon) return half === 'pm' ? minutes : minutes - noon
  return half === 'pm' || (half === 'night' && minutes >= 360) ? minutes + noon : minutes
}

function timeRange({ times: [from, to] }: TimeParts): TimeSpan | undefined {
  if (from === undefined || to === undefined) return undefined
  const later = from.minutes + noon
  const isSameHalf = from.isAmbiguous && to.half !== undefined && later < to.minutes
  const first = isSameHalf ? { minutes: later, isAmbiguous: false } : from
  const last =
    !isSameHalf && to.isAmbiguous && to.minutes <= first.minutes ? { ...to, minutes: to.minutes + noon } : to
  return inOrder(first, last)
}

function hourRange({ numbers, halves }: TimeParts): TimeSpan | undefined {
  const [from, to] = numbers('hour')
  if (from === undefined || to === undefined) return undefined
  const [half, ofSecond = half] = halves
  const last = timeOf({ minutes: to * 60, half: ofSecond }, 0)
  const first = timeOf({ minutes: from * 60, half }, 0)
  const plain = timeOf({ minutes: from * 60, half: undefined }, 0)
  return timeRange({
    numbers,
    halves,
    times: [
      halves.length === 1 && first.minutes >= last.minutes ? { ...plain, isAmbiguous: false } : first,
      last,
    ],
  })
}

/** A range may end at midnight. */
function inOrder(first: TimeOfDay, last: TimeOfDay): TimeSpan | undefined {
  if (first.minutes >= last.minutes && last.minutes !== 0) return undefined
  const isAmbiguous = first.isAmbiguous && last.isAmbiguous
  return { first: { ...first, isAmbiguous }, last: { ...last, isAmbiguous } }
}

export function toClock(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
