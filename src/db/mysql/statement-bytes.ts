/** Room for the head of a packet and the types of its values. */
const reserve = 1_024
/** A number, a date or NULL, with its separator. */
const smallValue = 32

/**
 * Whether the server would refuse a statement for its size (`max_allowed_packet`), and end the connection with it. A
 * prepared statement sends its values as they are; the text of any other one has them escaped.
 */
export function isTooLarge(
  limit: number,
  { sql, values, isPrepared }: { sql: string; values: unknown; isPrepared: boolean },
): boolean {
  const list: readonly unknown[] = Array.isArray(values) ? values : []
  let chars = isPrepared ? 0 : sql.length
  for (const value of list) chars += lengthOf(value)
  // A character has at most four bytes, escaped or not. Nearly every statement ends here.
  if (chars * 4 <= limit - reserve) return false
  let bytes = isPrepared ? 0 : Buffer.byteLength(sql)
  for (const value of list) bytes += isPrepared ? bytesOf(value) : escapedBytesOf(value)
  return bytes > limit - reserve
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return sumOf(value, lengthOf)
  return typeof value === 'string' || value instanceof Uint8Array ? value.length + smallValue : smallValue
}

function sumOf(values: readonly unknown[], sizeOf: (value: unknown) => number): number {
  return values.reduce<number>((sum, value) => sum + sizeOf(value), 0)
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) + smallValue : lengthOf(value)
}

function escapedBytesOf(value: unknown): number {
  if (Array.isArray(value)) return sumOf(value, escapedBytesOf)
  if (typeof value === 'string')
    // oxlint-disable-next-line no-control-regex -- those are what the driver escapes
    return bytesOf(value) + (value.match(/[\0\b\t\n\r\x1a"'\\]/g)?.length ?? 0)
  return value instanceof Uint8Array ? 2 * value.length + smallValue : smallValue
}
