/** Ids grouped by their kind, as the statements name them. */
import type { CustomerKey } from '../../domain/identity-link.ts'

export type OfKind = readonly [kind: string, values: readonly string[]]

/** The distinct values of each kind; kinds and values are sorted. */
export function byKind(keys: readonly CustomerKey[]): OfKind[] {
  const groups = Map.groupBy(keys, ({ kind }) => kind)
  return [...groups]
    .map(([kind, group]): OfKind => [kind, [...new Set(group.map(({ value }) => value))].toSorted()])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** The same in parts of at most `most` ids, for reads that lock nothing. */
export function byKindAtMost(keys: readonly CustomerKey[], most: number): OfKind[][] {
  return inParts(keys.toSorted(byLockOrder), most).map(byKind)
}

/**
 * The same in parts of at most `most` ids, in the order in which every transaction locks them: those of Facebook first,
 * as a batch of events holds those of its people before it knows of others; then by value, as the primary key is.
 */
export function byKindInParts(keys: readonly CustomerKey[], most: number): OfKind[][] {
  const sorted = keys.toSorted(byLockOrder)
  const firstOther = sorted.findIndex(({ kind }) => kind !== facebook)
  const groups = firstOther < 0 ? [sorted] : [sorted.slice(0, firstOther), sorted.slice(firstOther)]
  return groups.flatMap((group) => inParts(group, most).map(byKind))
}

export function byLockOrder(a: CustomerKey, b: CustomerKey): number {
  if ((a.kind === facebook) !== (b.kind === facebook)) return a.kind === facebook ? -1 : 1
  if (a.value !== b.value) return a.value < b.value ? -1 : 1
  return a.kind < b.kind ? -1 : 1
}

const facebook = 'facebook'

function inParts(keys: readonly CustomerKey[], most: number): CustomerKey[][] {
  const count = Math.ceil(keys.length / most)
  return Array.from({ length: count }, (_, part) => keys.slice(part * most, (part + 1) * most))
}
