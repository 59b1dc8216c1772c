/**
 * JSON exactly as Facebook writes it: non-ASCII as `\uXXXX` in lower hex (an emoji is two escapes), `/` as `\/`,
 * `@` as `\u0040`, `%` as `\u0025`, `<` as `\u003C`. The signature is over these bytes, so a receiver that parses
 * and re-serialises before it checks gets another hash. Vectors: test/sandbox/facebook/wire.test.ts.
 */
export type Wire =
  | string
  | number
  | boolean
  | null
  | WireNumber
  | readonly Wire[]
  | { readonly [key: string]: Wire | undefined }

/** An id that goes out as a bare JSON number, digit for digit, also beyond 2^53. */
export class WireNumber {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

export function encodeWire(value: Wire): string {
  if (typeof value === 'string') return encodeText(value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof WireNumber) return value.digits
  if (isList(value)) return `[${value.map((item) => encodeWire(item)).join(',')}]`
  let body = ''
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item === undefined) continue
    body += `${body === '' ? '' : ','}${encodeText(key)}:${encodeWire(item)}`
  }
  return `{${body}}`
}

function isList(value: Wire): value is readonly Wire[] {
  return Array.isArray(value)
}

/** Everything but printable ASCII without `" % / < @` and the backslash. */
const special = /[^ !#$&-.0-;=-?A-[\]-~]/g
const hasSpecial = new RegExp(special, '')

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '<': '\\u003C',
}

function encodeText(text: string): string {
  return hasSpecial.test(text) ? `"${text.replaceAll(special, escapeUnit)}"` : `"${text}"`
}

function escapeUnit(unit: string): string {
  return short[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
