/** Customers are the connected components of what links ids. */
import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { PageId, ProfileId } from '../domain/ids.ts'
import { isBrandsOwn } from '../domain/origin.ts'
import { createSets } from './sets.ts'

/** An id with its origin, the `pId` that it has while nothing links it. */
export interface KnownId extends CustomerKey {
  readonly origin: ProfileId
  /** The first event, ms; 0: known before they were counted; null: no event. */
  readonly firstTs: number | null
}

/** A link that counts: verified or attested, and not revoked. */
export interface MergingLink {
  readonly a: CustomerKey
  readonly b: CustomerKey
  readonly isVerified: boolean
  readonly ts: number
  readonly pageId?: PageId
}

export interface Component {
  readonly pId: ProfileId
  /** Ordered: the brand's own first, then the oldest, then by their bytes. The first is `pId`. */
  readonly origins: readonly ProfileId[]
}

/**
 * The customer of each origin. A shared value merges nobody, so links of it are left out. `pId` is an origin that the
 * brand made, if there is one, else the oldest. The order of ids and links makes no difference.
 */
export function toComponents(
  ids: Iterable<KnownId>,
  links: readonly MergingLink[],
  isShared: (key: CustomerKey, name: string) => boolean,
): Map<ProfileId, Component> {
  const originOf = new Map<string, ProfileId>()
  const ages = new Map<ProfileId, number>()
  const sets = createSets<ProfileId>()
  for (const id of ids) {
    originOf.set(nameOfKey(id), id.origin)
    sets.add(id.origin)
    ages.set(id.origin, Math.min(ages.get(id.origin) ?? Infinity, id.firstTs ?? Infinity))
  }
  for (const { a, b, ts } of links) {
    const [aName, bName] = [nameOfKey(a), nameOfKey(b)]
    const [one, other] = [originOf.get(aName), originOf.get(bName)]
    if (one === undefined || other === undefined || isShared(a, aName) || isShared(b, bName)) continue
    sets.join(one, other)
    for (const origin of [one, other]) ages.set(origin, Math.min(ages.get(origin) ?? Infinity, ts))
  }
  const components = new Map<ProfileId, Component>()
  for (const members of sets.all()) {
    const origins = inOrderOfAge(members, ages)
    const [pId] = origins
    if (pId !== undefined) for (const origin of members) components.set(origin, { pId, origins })
  }
  return components
}

function inOrderOfAge(origins: readonly ProfileId[], ages: ReadonlyMap<ProfileId, number>): ProfileId[] {
  if (origins.length === 1) return [...origins]
  const age = (origin: ProfileId) => ages.get(origin) ?? Infinity
  return origins.toSorted((a, b) => {
    const own = Number(isBrandsOwn(b)) - Number(isBrandsOwn(a))
    if (own !== 0) return own
    if (age(a) !== age(b)) return age(a) < age(b) ? -1 : 1
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  })
}
