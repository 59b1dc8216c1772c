import type { JsonObject, JsonValue } from '../../domain/reply.ts'
import { digitsOf, isRecord, parseJson } from '../json.ts'

/**
 * The object in the text of a response. Ids beyond 2^53 are strings of their digits. A bare `true`, which some edges
 * return, is `{ success: true }`. Undefined for anything else: HTML, an empty or cut text, a list, or JSON nested too
 * deep.
 */
export function decodeResponseBody(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text)
    if (value === true || value === 'true') return { success: true }
    return isRecord(value) ? toObject(value) : undefined
  } catch (cause) {
    // The parser's error quotes the text, so it is not passed on.
    if (cause instanceof SyntaxError || cause instanceof RangeError) return undefined
    throw cause
  }
}

function toObject(value: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJsonValue(item)]))
}

function toJsonValue(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(toJsonValue)
  if (isRecord(value)) return toObject(value)
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  return digitsOf(value) ?? null
}
