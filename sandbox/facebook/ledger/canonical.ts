/** The same text for the same JSON, whatever its escapes, its order of keys, and whether long ids are numbers or strings. */
export function canonicalJson(text: string): string {
  if (text === '') return ''
  try {
    const value: unknown = JSON.parse(text.replaceAll(longNumber, '$1"$2"'))
    return JSON.stringify(sorted(value))
  } catch {
    return `not JSON: ${text}`
  }
}

const longNumber = /([:[,]\s*)(\d{13,})(?=\s*[,}\]])/g

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
