/**
 * All that may change when these ids are looked at again: the ids of their customers as they are, and as the links say.
 */
import type { ProfileId } from '../domain/ids.ts'
import type { SharedReason } from '../domain/profile-fact.ts'
import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import { type Component, toComponents } from './components.ts'
import { countOwners, isContactValue, otherEnd } from './owners.ts'
import type { IdentityReader, IdRow } from './identity-reader.ts'
import { createLinkReader, type LinkReader } from './link-reader.ts'

export interface IdentityRules {
  /** A value with this number of owners merges nobody. */
  readonly sharedAt: number
  /** A value that no customer has alone, as `null` or `test@test.com`. */
  readonly isBadValue: (key: CustomerKey) => boolean
}

export interface Shared {
  readonly reason: SharedReason
  readonly owners: number | null
}

export interface Explored {
  /** Every id that belongs to one of these customers, now or by the links, by name. */
  readonly keys: ReadonlyMap<string, CustomerKey>
  /** Their rows, by name. An id of a link may be without a row. */
  readonly rows: ReadonlyMap<string, IdRow>
  /** Why ids merge nobody, by name. */
  readonly shared: ReadonlyMap<string, Shared>
  /** The customer of each origin. */
  readonly components: ReadonlyMap<ProfileId, Component>
  /** Whether any link names the id, also one that only proposes. */
  readonly isLinked: (name: string) => boolean
}

/**
 * Goes from id to id by the links that merge and by the customers that the rows have now. It does not go through a
 * shared value, so what is read is bounded by the size of the customers.
 */
export async function explore(
  reader: IdentityReader,
  seeds: readonly CustomerKey[],
  given: IdentityRules,
): Promise<Explored> {
  const rules = { ...given, isBadValue: rememberKeys(given.isBadValue) }
  const keys = new Map<string, CustomerKey>()
  const rows = new Map<string, IdRow>()
  const shared = new Map<string, Shared>()
  const seenCustomers = new Set<ProfileId>()
  const links = createLinkReader(reader)

  async function visit(wanted: Iterable<CustomerKey>): Promise<CustomerKey[]> {
    const fresh = [...wanted].filter((key) => !keys.has(nameOfKey(key)))
    for (const key of fresh) keys.set(nameOfKey(key), key)
    const unread = fresh.filter((key) => !rows.has(nameOfKey(key)))
    for (const [name, row] of await reader.findIds(unread)) rows.set(name, row)
    const values = fresh.filter(isContactValue)
    const listed = await reader.findListed(fresh)
    await links.read(fresh, (key) => {
      const name = nameOfKey(key)
      return rows.get(name)?.isShared === true && listed.get(name) !== 'cleared'
    })
    const besideValues = values.flatMap((value) => links.at(value).map((link) => otherEnd(link, value)))
    await links.read(
      besideValues.filter((key) => !isContactValue(key) && !rules.isBadValue(key)),
      () => false,
    )
    for (const { value } of await reader.findPages(fresh))
      shared.set(nameOfKey({ kind: 'facebook', value }), { reason: 'page', owners: null })
    for (const value of fresh) {
      const why = whyShared(value, { listed, links, rules })
      if (why !== undefined && !shared.has(nameOfKey(value))) shared.set(nameOfKey(value), why)
    }
    return fresh
  }

  for (let frontier = await visit(seeds); frontier.length > 0;) {
    const next = new Map<string, CustomerKey>()
    for (const key of frontier) {
      if (shared.has(nameOfKey(key))) continue
      for (const link of links.at(key)) {
        const other = otherEnd(link, key)
        next.set(nameOfKey(other), other)
      }
    }
    const pIds = [...new Set(frontier.flatMap((key) => rows.get(nameOfKey(key))?.pId ?? []))]
    const unseen = pIds.filter((pId) => !seenCustomers.has(pId))
    for (const pId of unseen) seenCustomers.add(pId)
    for (const row of await reader.findIdsOf(unseen)) {
      rows.set(nameOfKey(row), row)
      next.set(nameOfKey(row), row)
    }
    frontier = await visit(next.values())
  }

  const known = [...keys.values()].flatMap((key) => toKnownId(rows.get(nameOfKey(key))))
  const between = [...keys.values()].flatMap((key) => links.at(key))
  const components = toComponents(known, between, (key) => shared.has(nameOfKey(key)))
  return { keys, rows, shared, components, isLinked: links.isLinked }
}

function toKnownId(row: IdRow | undefined) {
  return row === undefined ? [] : [{ ...row, origin: row.originPId ?? row.pId }]
}

function whyShared(
  value: CustomerKey,
  {
    listed,
    links,
    rules: { sharedAt, isBadValue },
  }: {
    readonly listed: ReadonlyMap<string, SharedReason>
    readonly links: LinkReader
    readonly rules: IdentityRules
  },
): Shared | undefined {
  const reason = listed.get(nameOfKey(value))
  if (reason !== undefined) return reason === 'listed' ? { reason, owners: null } : undefined
  if (isBadValue(value)) return { reason: 'bad_value', owners: null }
  if (!isContactValue(value)) return undefined
  const good = (key: CustomerKey) => links.at(key).filter(({ a, b }) => !isBadValue(a) && !isBadValue(b))
  const owners = links.isCrowded(value) ? links.most : countOwners(value, good)
  return owners >= sharedAt ? { reason: 'counted', owners } : undefined
}

/** Reading a telephone number takes a while, and one customer's links name it again and again. */
function rememberKeys(decide: (key: CustomerKey) => boolean): (key: CustomerKey) => boolean {
  const known = new Map<string, boolean>()
  return (key) => {
    const name = nameOfKey(key)
    const decided = known.get(name) ?? decide(key)
    known.set(name, decided)
    return decided
  }
}
