import { keyOf } from '../domain/event-key.ts'
import { digitsOf, isRecord } from './json.ts'

/**
 * Readers of single values of a delivery or response. Each takes any value and returns one that the column can hold,
 * or undefined. They never throw. `valueRaw` keeps the whole of what they cut.
 */

const latestMs = 253_402_300_799_999 // 9999-12-31, the last day that DATETIME holds
// Facebook sends seconds and ms: this number is March 1973 in ms, and the year 5138 in seconds.
const secondsBelow = 1e11

/**
 * An id: printable ASCII, at most `max` characters. Other characters are percent-encoded; a longer id becomes a
 * digest.
 */
export function toId(value: unknown, max = 64): string | undefined {
  const text = typeof value === 'string' ? value : digitsOf(value)
  if (text === undefined || text === '') return undefined
  const ascii = /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed())
  return ascii.length <= max ? ascii : `sha256:${keyOf(ascii)}`
}

/**
 * A text of at most `max` UTF-16 units, without half of a surrogate pair at its end. Numbers and booleans become
 * text.
 */
export function toText(value: unknown, max = 200_000): string | undefined {
  const text =
    typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : digitsOf(value)
  if (text === undefined) return undefined
  return text.slice(0, max).toWellFormed()
}

/** A short text such as an item or verb, for look-ups and short columns. */
export function toWord(value: unknown, max = 45): string | undefined {
  const text = toText(value, max)
  return text === '' ? undefined : text
}

/** ISO 8601 with an offset, which may lack its colon. Nothing else: `Date.parse` finds a date in almost any text. */
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d))$/

/**
 * ms since the epoch from seconds, ms (a number or digits) or ISO 8601 (`+0000` too); undefined for anything else.
 */
export function toMs(value: unknown): number | undefined {
  const text = digitsOf(value) ?? (typeof value === 'string' ? value : '')
  const ms = /^\d{1,20}(?:\.\d+)?$/.test(text) ? inMs(Number(text)) : isoMs(text)
  return ms > 0 && ms <= latestMs ? Math.trunc(ms) : undefined
}

function inMs(number: number): number {
  return number < secondsBelow ? number * 1000 : number
}

function isoMs(text: string): number {
  const [, local, hours, minutes] = isoTime.exec(text) ?? []
  return local === undefined ? NaN : Date.parse(local + (hours === undefined ? 'Z' : `${hours}:${minutes}`))
}

/** A whole number that a double holds exactly, or undefined. */
export function toInteger(value: unknown): number | undefined {
  const digits = typeof value === 'string' && /^-?\d+$/.test(value) ? value : digitsOf(value)
  const number = Number(digits)
  return digits !== undefined && Number.isSafeInteger(number) ? number : undefined
}

export function toFlag(value: unknown): 0 | 1 | undefined {
  if (value === true || value === 1) return 1
  return value === false || value === 0 ? 0 : undefined
}

/** The JSON of the value, for columns that hold lists. Throws RangeError when it is nested too deep. */
export function toJson(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : JSON.stringify(value)
}

/** The value's own property of this name; undefined when the value is no object. */
export function property(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
