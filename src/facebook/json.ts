/**
 * JSON as Facebook sends it: ids may be numbers beyond 2^53. Such a number is kept as raw JSON with every digit, and
 * `JSON.stringify` writes it back unchanged. The feature is ECMAScript's "JSON.parse source text access"; TypeScript
 * has no types for it yet.
 */
interface RawJson {
  readonly rawJSON: string
}

interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): RawJson
  isRawJSON(value: unknown): value is RawJson
}

const json: JsonWithSource = Object.assign(JSON)

/**
 * A number with more digits than a double holds for certain. It also matches inside texts; that costs time but
 * changes nothing.
 */
const longNumber = /(?:^|[:,[\s])-?\d{16}/

/** A number of 16 digits or more, which may be an id. A shorter one is read as a plain number. */
const longDigits = /^-?\d{16}/

/**
 * Parses JSON. Numbers that a double would change become raw JSON. Throws SyntaxError, or RangeError where it is
 * nested too deep.
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? json.parse(text, keepDigits) : JSON.parse(text)
}

function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  const { source } = context
  if (typeof value !== 'number' || source === undefined || !longDigits.test(source)) return value
  return String(value) === source ? value : json.rawJSON(source)
}

/** All digits of a number; undefined for anything else. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return json.isRawJSON(value) ? value.rawJSON : undefined
}

/** True for an object that is neither null, an array nor a raw number. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value)
}
