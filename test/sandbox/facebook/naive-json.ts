export type Json = { readonly [key: string]: unknown }

/** Long numbers as text, digit for digit. */
export function parse(body: string): Json {
  return object(JSON.parse(body.replaceAll(/([:[,])(\d{14,})(?=[,}\]])/g, '$1"$2"')))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
