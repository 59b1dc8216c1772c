import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { ProfileId } from '../domain/ids.ts'
import type { Explored } from '../identity/explore.ts'
import type { KnownLink } from '../identity/known-link.ts'

export interface ImportPlan {
  /** Ids that are new, by kind. */
  readonly newIds: Readonly<Record<string, number>>
  readonly newLinks: number
  /** Links that an operator has revoked: they stay revoked. */
  readonly revokedLinks: number
  /** Customers of today who become a part of another customer of today. */
  readonly merged: number
  /** Customers of today without a number of the brand, who get one. */
  readonly numbered: number
  /** Customers of today who fall apart, since a value that connects them is shared then. */
  readonly split: number
  /** Values of the rows that merge nobody, since they are shared or name nobody. */
  readonly sharedValues: number
  /** One sentence for each of the first merges, splits and shared values. */
  readonly reasons: readonly string[]
}

export const mostReasons = 20

export function describeShared(name: string, owners: number | null): string {
  return `${name} merges nobody: ${owners === null ? 'it is of many' : `it has ${owners} owners`}.`
}

/** Counts each id, link, customer and value once, wherever the rows that name it stand. */
export function createPlanCounts() {
  const newIds: Record<string, number> = { customer: 0, email: 0, phone: 0 }
  const counts = { newLinks: 0, revokedLinks: 0, merged: 0, numbered: 0, split: 0, sharedValues: 0 }
  const seen = { merged: new Set<ProfileId>(), split: new Set<ProfileId>(), shared: new Set<string>() }
  const reasons: string[] = []
  const explain = (reason: string) => {
    if (reasons.length < mostReasons) reasons.push(reason)
  }

  function addShared(name: string, owners: number | null): void {
    if (seen.shared.has(name)) return
    seen.shared.add(name)
    counts.sharedValues += 1
    explain(describeShared(name, owners))
  }

  /** `before` are the customers of today whose ids are in this one. */
  function addCustomer(pId: ProfileId, { before, isNumbered }: Group): void {
    if (before.size === 0 || seen.merged.has(pId)) return
    seen.merged.add(pId)
    if (isNumbered) counts.numbered += 1
    counts.merged += before.size - 1
    if (before.size > 1) explain(`${[...before].toSorted().join(', ')} become one customer, ${pId}.`)
  }

  function addSplit(pId: ProfileId, parts: number): void {
    if (parts < 2 || seen.split.has(pId)) return
    seen.split.add(pId)
    counts.split += 1
    explain(`${pId} falls apart into ${parts} customers: a value that connects them is shared then.`)
  }

  return {
    addId({ kind }: CustomerKey): void {
      newIds[kind] = (newIds[kind] ?? 0) + 1
    },
    /** `before` is the same link, where it is stored already. */
    addLink(before: KnownLink | undefined): void {
      if (before === undefined) counts.newLinks += 1
      else if (before.revoked !== undefined) counts.revokedLinks += 1
    },
    /** `named` are the ids of the rows, `planned` those without a row in the database. */
    addCustomers(
      explored: Explored,
      { named, planned }: { readonly named: readonly string[]; readonly planned: ReadonlySet<string> },
    ): void {
      for (const name of named) {
        const shared = explored.shared.get(name)
        if (shared !== undefined) addShared(name, shared.owners)
      }
      const { groups, parts } = group(explored, planned)
      for (const [pId, found] of groups) addCustomer(pId, found)
      for (const [pId, of] of parts) addSplit(pId, of.size)
    },
    plan: (): ImportPlan => ({ newIds, ...counts, reasons }),
  }
}

interface Group {
  readonly before: Set<ProfileId>
  hadNumber: boolean
  isNumbered: boolean
}

/** The customers that the links would make, and of which of these the ids of each customer of today are. */
function group({ keys, rows, components }: Explored, planned: ReadonlySet<string>) {
  const groups = new Map<ProfileId, Group>()
  const parts = new Map<ProfileId, Set<ProfileId>>()
  for (const [name, key] of keys) {
    const row = rows.get(name)
    const pId = row && components.get(row.originPId ?? row.pId)?.pId
    if (row === undefined || pId === undefined) continue
    const found = groups.get(pId) ?? { before: new Set(), hadNumber: false, isNumbered: false }
    groups.set(pId, found)
    const isNumber = key.kind === 'customer'
    if (planned.has(nameOfKey(key))) {
      if (isNumber) found.isNumbered = true
      continue
    }
    if (isNumber) found.hadNumber = true
    found.before.add(row.pId)
    parts.set(row.pId, (parts.get(row.pId) ?? new Set()).add(pId))
  }
  for (const found of groups.values()) if (found.hadNumber) found.isNumbered = false
  return { groups, parts }
}
