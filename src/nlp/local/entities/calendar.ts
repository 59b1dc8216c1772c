/** Days as text, `2026-11-24`, at the customer's place. */
import type { Utterance } from '../../../domain/understanding.ts'

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const minuteMs = 60_000

/** Undefined: there is no such day. */
export function toDay({ year, month, day }: Day): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? date.toISOString().slice(0, 10) : undefined
}

/** The day at the customer's place, `daysLater` from the reference time. */
export function today(utterance: Utterance, daysLater: number): string {
  const time = clampTime(utterance.referenceTime)
  const at = new Date(time + (findOffset(utterance, time) ?? 0))
  at.setUTCDate(at.getUTCDate() + daysLater)
  return at.toISOString().slice(0, 10)
}

/** `2026-11-22T20:00:00-07:00` if the customer's time zone is known, else `2026-11-23T03:00:00Z`. */
export function toLocalTime(utterance: Utterance): string {
  const time = clampTime(utterance.referenceTime)
  const offset = findOffset(utterance, time)
  const local = new Date(time + (offset ?? 0)).toISOString().slice(0, 19)
  if (offset === undefined) return `${local}Z`
  const inHours = new Date(Math.abs(offset)).toISOString().slice(11, 16)
  return `${local}${offset < 0 ? '-' : '+'}${inHours}`
}

/** ms; undefined if the time zone is not known, or has no valid name. */
function findOffset({ timezone }: Utterance, time: number): number | undefined {
  if (timezone === undefined || timezone.trim() === '') return undefined
  const hours = Number(timezone)
  if (Number.isFinite(hours)) return Math.abs(hours) <= 15 ? Math.round(hours * 60) * minuteMs : undefined
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      timeZoneName: 'longOffset',
    }).formatToParts(time)
    const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, written, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(offset) ?? []
    return (sign === '-' ? -1 : 1) * (Number(written ?? 0) * 60 + Number(minutes ?? 0)) * minuteMs
  } catch {
    return undefined
  }
}

const latest = Date.UTC(9998, 0)

function clampTime(time: number): number {
  return Number.isFinite(time) ? Math.min(Math.max(time, 0), latest) : 0
}
