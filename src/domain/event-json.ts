/** Readers of `valueRaw`, which is JSON that Pagebeat wrote. */

/** TypeScript has no types yet for the source of a value. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown
}

const json: JsonWithSource = Object.assign(JSON)
const longNumber = /(?:^|[:,[\s])-?\d{16}/

/** A number with more digits than a double holds, which is an id, becomes a text. */
export function parseEventJson(text: string): Readonly<Record<string, unknown>> {
  return recordOf(longNumber.test(text) ? json.parse(text, keepDigits) : JSON.parse(text))
}

/** Decimals stay numbers. */
const longInteger = /^-?\d{16,}$/

function keepDigits(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined || !longInteger.test(source)) return value
  return Number.isSafeInteger(value) ? value : source
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Facebook sends ids as texts or as numbers. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value)
}
