/** Days as text, `2026-11-24`, where the person is. */
import type { Utterance } from '../../../domain/understanding.ts'

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const hourMs = 3_600_000

/** Undefined: there is no such day. */
export function toDay({ year, month, day }: Day): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? date.toISOString().slice(0, 10) : undefined
}

/** The day at the person's place, so many days later. */
export function today({ referenceTime, timezone }: Utterance, daysLater: number): string {
  const at = new Date(localTime(clampTime(referenceTime), timezone))
  at.setUTCDate(at.getUTCDate() + daysLater)
  return at.toISOString().slice(0, 10)
}

function localTime(time: number, timezone: string | undefined): number {
  if (timezone === undefined || timezone === '') return time
  const hours = Number(timezone)
  if (Number.isFinite(hours)) return Math.abs(hours) <= 15 ? time + hours * hourMs : time
  return time + offsetOf(timezone, time)
}

/** A name that is none counts as UTC. */
function offsetOf(timeZone: string, time: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
      time,
    )
    const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(offset) ?? []
    if (hours === undefined) return 0
    return (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60) * hourMs
  } catch {
    return 0
  }
}

const latest = Date.UTC(9998, 0)

function clampTime(time: number): number {
  return Number.isFinite(time) ? Math.min(Math.max(time, 0), latest) : 0
}
