/** How many customers have a value: an e-mail address, a telephone number, or an id of a kind of the brand's own. */
import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { MergingLink } from './components.ts'
import { createSets } from './sets.ts'

const ownedByOne: ReadonlySet<string> = new Set(['facebook', 'customer', 'lead', 'userRef'])

/** Many may have it, so it is counted. An id of Facebook, a customer number and a lead are one customer's. */
export function isContactValue({ kind }: CustomerKey): boolean {
  return !ownedByOne.has(kind)
}

/**
 * The greatest of: the customer numbers linked to the value; for each Page, the ids of Facebook linked to it; and one
 * less than the other values of one kind that leads have together with it. Numbers, or ids, that a verified link
 * connects count once. `linksAt` gives the links of the value and of what is linked to it.
 */
export function countOwners(
  value: CustomerKey,
  linksAt: (key: CustomerKey) => readonly MergingLink[],
): number {
  const numbers: CustomerKey[] = []
  const leads: CustomerKey[] = []
  const byPage = new Map<string, CustomerKey[]>()
  for (const link of linksAt(value)) {
    const other = otherEnd(link, value)
    if (other.kind === 'customer') numbers.push(other)
    if (other.kind === 'lead') leads.push(other)
    if (other.kind !== 'facebook') continue
    const page = link.pageId ?? ''
    byPage.set(page, [...(byPage.get(page) ?? []), other])
  }
  const counts = [numbers, ...byPage.values()].map((group) => countGroups(group, linksAt))
  return Math.max(...counts, countTogether(value, leads, linksAt) - 1, 0)
}

export function otherEnd({ a, b }: MergingLink, key: CustomerKey): CustomerKey {
  return a.kind === key.kind && a.value === key.value ? b : a
}

function countGroups(
  ids: readonly CustomerKey[],
  linksAt: (key: CustomerKey) => readonly MergingLink[],
): number {
  if (ids.length < 2) return ids.length
  const sets = createSets<string>()
  const names = new Set(ids.map(nameOfKey))
  for (const name of names) sets.add(name)
  for (const id of ids)
    for (const link of linksAt(id)) {
      const other = nameOfKey(otherEnd(link, id))
      if (link.isVerified && names.has(other)) sets.join(nameOfKey(id), other)
    }
  return sets.all().length
}

/** The most different values of one kind, not that of `value`, that these leads have. */
function countTogether(
  value: CustomerKey,
  leads: readonly CustomerKey[],
  linksAt: (key: CustomerKey) => readonly MergingLink[],
): number {
  const byKind = new Map<string, Set<string>>()
  for (const lead of leads)
    for (const link of linksAt(lead)) {
      const other = otherEnd(link, lead)
      if (!isContactValue(other) || other.kind === value.kind) continue
      const values = byKind.get(other.kind) ?? new Set()
      byKind.set(other.kind, values.add(other.value))
    }
  return Math.max(0, ...[...byKind.values()].map(({ size }) => size))
}
