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
import { rememberKeys } from './remember-keys.ts'

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
  // Reading a telephone number takes a while, and one customer's links name it again and again.
  const rules = { ...given, isBadValue: rememberKeys(given.isBadValue) }
  const keys = new Map<string, CustomerKey>()
  const rows = new Map<string, IdRow>()
  const shared = new Map<string, Shared>()
  const seenCustomers = new Set<ProfileId>()
  const links = createLinkReader(reader)

  async function visit(wanted: ReadonlyMap<string, CustomerKey>): Promise<ReadonlyMap<string, CustomerKey>> {
    const fresh = new Map([...wanted].filter(([name]) => !keys.has(name)))
    if (fresh.size === 0) return fresh
    for (const [name, key] of fresh) keys.set(name, key)
    const unread = [...fresh].flatMap(([name, key]) => (rows.has(name) ? [] : [key]))
    for (const [name, row] of await reader.findIds(unread)) rows.set(name, row)
    const all = [...fresh.values()]
    const listed = await reader.findListed(all)
    await links.read(fresh, (name) => rows.get(name)?.isShared === true && listed.get(name) !== 'cleared')
    const beside = all
      .filter(isContactValue)
      .flatMap((value) => links.at(value).map((link) => otherEnd(link, value)))
      .filter((key) => !isContactValue(key) && !rules.isBadValue(key))
    await links.read(new Map(beside.map((key) => [nameOfKey(key), key])), () => false)
    for (const [name, value] of fresh) {
      const why = whyShared(value, { listed: listed.get(name), links, rules })
      if (why !== undefined) shared.set(name, why)
    }
    return fresh
  }

  const wanted = new Map(seeds.map((key) => [nameOfKey(key), key]))
  for (let frontier = await visit(wanted); frontier.size > 0;) {
    const next = new Map<string, CustomerKey>()
    const unseen = new Set<ProfileId>()
    for (const [name, key] of frontier) {
      const pId = rows.get(name)?.pId
      if (pId !== undefined && !seenCustomers.has(pId)) unseen.add(pId)
      if (shared.has(name)) continue
      for (const link of links.at(key)) {
        const other = otherEnd(link, key)
        next.set(nameOfKey(other), other)
      }
    }
    for (const pId of unseen) seenCustomers.add(pId)
    for (const row of await reader.findIdsOf([...unseen])) {
      rows.set(nameOfKey(row), row)
      next.set(nameOfKey(row), row)
    }
    frontier = await visit(next)
  }

  const known = [...keys.keys()].flatMap((name) => toKnownId(rows.get(name)))
  const between = new Set([...keys.values()].flatMap((key) => links.at(key)))
  const components = toComponents(known, [...between], (_key, name) => shared.has(name))
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
    readonly listed: SharedReason | undefined
    readonly links: LinkReader
    readonly rules: IdentityRules
  },
): Shared | undefined {
  if (listed === 'cleared') return undefined
  if (listed !== undefined) return { reason: listed, owners: null }
  if (isBadValue(value)) return { reason: 'bad_value', owners: null }
  if (!isContactValue(value)) return undefined
  const good = (key: CustomerKey) => links.at(key).filter(({ a, b }) => !isBadValue(a) && !isBadValue(b))
  const owners = links.isCrowded(value) ? links.most : countOwners(value, good)
  return owners >= sharedAt ? { reason: 'counted', owners } : undefined
}
