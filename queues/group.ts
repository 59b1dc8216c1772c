import { hash } from 'node:crypto'

/** A list in two halves, or undefined for a list of one or none. */
export function halves<T>(items: readonly T[]): readonly [readonly T[], readonly T[]] | undefined {
  if (items.length < 2) return undefined
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}

/** The list in groups of at most `maxItems` and about `maxChars` of JSON. */
export function inGroups<T>(
  items: readonly T[],
  { maxItems, maxChars, sizeOf }: { maxItems: number; maxChars: number; sizeOf: (item: T) => number },
): T[][] {
  const groups: T[][] = []
  let chars = maxChars
  for (const item of items) {
    const size = sizeOf(item)
    const last = groups.at(-1)
    if (last === undefined || last.length >= maxItems || chars + size > maxChars) {
      groups.push([item])
      chars = size
    } else {
      last.push(item)
      chars += size
    }
  }
  return groups
}

/** An id made of the keys of the job's items. BullMQ refuses `:` and ids of digits alone. */
export function contentId(stage: string, keys: readonly string[]): string {
  return `${stage}-${hash('sha1', keys.join(), 'hex')}`
}

/** Such an id after the time of arrival: older ids sort first, and a redelivery days later has another id. */
export function arrivalId(stage: string, at: number, keys: readonly string[]): string {
  return `${stage}-${arrivalTime(at)}-${hash('sha1', keys.join(), 'hex')}`
}

/** Milliseconds since the epoch as 12 hex digits: sorts as text. */
export function arrivalTime(at: number): string {
  return at.toString(16).padStart(12, '0')
}
