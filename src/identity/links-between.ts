import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { ProfileId } from '../domain/ids.ts'
import type { IdRow } from './identity-reader.ts'
import type { KnownLink } from './known-link.ts'
import { createSets } from './sets.ts'

export interface ManyIds {
  readonly ids: readonly IdRow[]
  readonly links: readonly KnownLink[]
}

/**
 * `undo`: the fewest of the links by operators without which the two ids are two customers. `stay`: other links connect
 * them, too, and these are they.
 */
export function linksBetween(
  { ids, links }: ManyIds,
  { from, to }: { readonly from: CustomerKey; readonly to: CustomerKey },
): { readonly undo: readonly KnownLink[] } | { readonly stay: readonly KnownLink[] } {
  const origins = new Map(ids.map((row): [string, ProfileId] => [nameOfKey(row), row.originPId ?? row.pId]))
  const merging = links.filter(({ strength, revoked }) => strength !== 'claimed' && revoked === undefined)
  const isApart = (without: ReadonlySet<KnownLink>) => {
    const sets = createSets<string>()
    for (const origin of origins.values()) sets.add(origin)
    for (const link of merging) {
      const [a, b] = [origins.get(nameOfKey(link.a)), origins.get(nameOfKey(link.b))]
      if (a !== undefined && b !== undefined && !without.has(link)) sets.join(a, b)
    }
    const [one, other] = [origins.get(nameOfKey(from)), origins.get(nameOfKey(to))]
    return !sets
      .all()
      .some((set) => [one, other].every((origin) => origin !== undefined && set.includes(origin)))
  }
  const made = merging.filter(({ evidence }) => evidence === 'agent')
  const undo = new Set(made)
  if (!isApart(undo)) return { stay: merging.filter(({ evidence }) => evidence !== 'agent') }
  for (const link of made) {
    undo.delete(link)
    if (!isApart(undo)) undo.add(link)
  }
  return { undo: [...undo] }
}
