/**
 * JSON as Facebook sends it: ids may be numbers beyond 2^53. Such numbers keep every digit, as raw JSON, which
 * `JSON.stringify` writes back unchanged. (ECMAScript "JSON.parse source text access"; TypeScript has no types for it yet.)
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

/** Digits a double cannot be trusted with. Also matches inside texts: then the slow path runs for nothing, which is rare. */
const longNumber = /(?:^|[:,[\s])-?\d{16}/

/** A number that may be an id: 16 digits and more. A shorter one reads the same here and where no long number is near. */
const longDigits = /^-?\d{16}/

/** The parsed value; long numbers that a double would change are raw JSON. Throws SyntaxError, RangeError (nested too deep). */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? json.parse(text, keepDigits) : JSON.parse(text)
}

function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  const { source } = context
  if (typeof value !== 'number' || source === undefined || !longDigits.test(source)) return value
  return String(value) === source ? value : json.rawJSON(source)
}

/** The digits of a number, all of them; undefined for anything else. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return json.isRawJSON(value) ? value.rawJSON : undefined
}

/** An object that is neither null, an array nor a raw number. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value)
}
