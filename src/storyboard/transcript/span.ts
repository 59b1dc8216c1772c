/** A time in a transcript: `10 minutes`, `3 hours`, `2 days`. */
export const spanPattern = /^\d{1,4} (?:minute|hour|day)s?$/

/** ms; undefined when the text has another form. */
export function readSpan(span: string): number | undefined {
  if (!spanPattern.test(span)) return undefined
  const [count = '0', unit = ''] = span.split(' ')
  const unitMs = unit.startsWith('day') ? 86_400_000 : unit.startsWith('hour') ? 3_600_000 : 60_000
  return Number(count) * unitMs
}
