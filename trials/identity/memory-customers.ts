/** Customers in memory: the same decisions as in the database, and what they must come to. */
import { type CustomerKey, type IdentityLink, linkKey, nameOfKey } from '../../src/domain/identity-link.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import type { SharedReason } from '../../src/domain/profile-fact.ts'
import { originOf } from '../../src/domain/origin.ts'
import { type MergingLink, toComponents } from '../../src/identity/components.ts'
import { explore, type IdentityRules } from '../../src/identity/explore.ts'
import type { IdentityReader, IdRow, ReadLink } from '../../src/identity/identity-reader.ts'
import { countOwners, isContactValue } from '../../src/identity/owners.ts'
import { planChanges } from '../../src/identity/plan-changes.ts'
import { rememberKeys } from '../../src/identity/remember-keys.ts'

/** What happens to ids. */
export type Act =
  | { readonly do: 'event'; readonly of: CustomerKey; readonly ts: number }
  | { readonly do: 'link'; readonly link: IdentityLink }
  | { readonly do: 'revoke'; readonly link: IdentityLink }
  | { readonly do: 'resolve' }

export interface Setting {
  readonly rules: IdentityRules
  /** Ids of Pages, and values that the operator listed or cleared. */
  readonly pages: readonly string[]
  readonly listed: ReadonlyMap<string, 'listed' | 'cleared'>
}

export interface MemoryCustomers {
  /** A revocation of a link that is not there yet is kept until it comes. */
  perform(act: Act): Promise<void>
  /** One line for each id, and one for each event. */
  lines(): string[]
  /** The lines that follow from all that happened, without any step between. */
  expected(): string[]
}

interface Row extends IdRow {}
interface StoredLink extends IdentityLink, ReadLink {
  readonly names: readonly [string, string]
}
interface EventRow {
  pId: ProfileId
  originPId: ProfileId | null
  readonly name: string
}

export function createMemoryCustomers({ rules, pages, listed }: Setting): MemoryCustomers {
  const rows = new Map<string, Row>()
  const links = new Map<string, StoredLink>()
  const revoked = new Set<string>()
  const events: EventRow[] = []
  const touched = new Map<string, CustomerKey>()

  const decided = new Map<string, SharedReason>([
    ...listed,
    ...pages.map((value) => [nameOfKey({ kind: 'facebook', value }), 'page'] as const),
  ])
  const linksAt = (names: ReadonlySet<string>) =>
    [...links.values()].filter(({ names: [a, b] }) => names.has(a) || names.has(b))
  const reader: IdentityReader = {
    findIds: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const row = rows.get(nameOfKey(key))
          return row === undefined ? [] : [[nameOfKey(key), row] as const]
        }),
      ),
    findIdsOf: async (pIds) => [...rows.values()].filter(({ pId }) => pIds.includes(pId)),
    findLinks: async (keys) => linksAt(new Set(keys.map(nameOfKey))),
    findFewLinks: async (key) => linksAt(new Set([nameOfKey(key)])),
    findListed: async () => decided,
  }

  function ensure(key: CustomerKey, firstTs: number | null): void {
    const name = nameOfKey(key)
    const row = rows.get(name)
    const base = { ...key, pId: originOf(key), originPId: null, firstTs: null, isShared: false }
    const times = [row?.firstTs, firstTs].filter((ts) => ts !== null && ts !== undefined)
    const first = times.length === 0 ? null : Math.min(...times)
    if (row?.originPId !== null && row !== undefined && first !== row.firstTs) touched.set(name, key)
    rows.set(name, { ...(row ?? base), firstTs: first })
  }

  async function resolve(): Promise<void> {
    const seeds = [...touched.values()]
    for (const { a, b, names } of links.values())
      for (const [at, end] of [a, b].entries()) {
        const name = names[at] ?? ''
        if (touched.has(name) && !rows.has(name)) ensure(end, null)
      }
    touched.clear()
    const { changed, dead, regrouped } = planChanges(await explore(reader, seeds, rules))
    for (const row of changed) rows.set(nameOfKey(row), row)
    for (const row of dead) rows.delete(nameOfKey(row))
    for (const { origin, from, to } of regrouped)
      for (const event of events)
        if (event.pId === from && (event.originPId ?? event.pId) === origin) {
          event.pId = to
          event.originPId = to === origin ? null : origin
        }
  }

  function storeLink(link: IdentityLink): void {
    const id = linkKey(link)
    const before = links.get(id)
    const ts = Math.min(link.ts, before?.ts ?? Infinity)
    const names = before?.names ?? ([nameOfKey(link.a), nameOfKey(link.b)] as const)
    links.set(id, { ...link, ts, isRevoked: revoked.has(id), names })
    for (const end of [link.a, link.b]) {
      ensure(end, null)
      touched.set(nameOfKey(end), end)
    }
  }

  return {
    async perform(act) {
      if (act.do === 'resolve') return await resolve()
      if (act.do === 'link') return storeLink(act.link)
      if (act.do === 'revoke') {
        revoked.add(linkKey(act.link))
        const link = links.get(linkKey(act.link))
        if (link !== undefined) storeLink(link)
        return
      }
      ensure(act.of, act.ts)
      const row = rows.get(nameOfKey(act.of))
      if (row === undefined) return
      const origin = row.originPId ?? row.pId
      events.push({ pId: row.pId, originPId: origin === row.pId ? null : origin, name: nameOfKey(act.of) })
    },
    lines: () => linesOf([...rows.values()], events),
    expected() {
      const ids = [...rows.values()]
      const alive = [...links.values()].filter(({ isRevoked }) => !isRevoked)
      const linked = new Set(alive.flatMap(({ names }) => names))
      const merging = alive.filter(({ strength }) => strength !== 'claimed').map(toMerging)
      const byName = Map.groupBy(
        merging.flatMap((link) => [link.a, link.b].map((end) => ({ name: nameOfKey(end), link }))),
        ({ name }) => name,
      )
      const at = (key: CustomerKey) => (byName.get(nameOfKey(key)) ?? []).map(({ link }) => link)
      const isShared = rememberKeys((key) => {
        if (key.kind === 'facebook' && pages.includes(key.value)) return true
        const said = listed.get(nameOfKey(key))
        if (said === 'cleared') return false
        if (said === 'listed' || rules.isBadValue(key)) return true
        const good = (one: CustomerKey) =>
          at(one).filter(({ a, b }) => !rules.isBadValue(a) && !rules.isBadValue(b))
        return isContactValue(key) && countOwners(key, good) >= rules.sharedAt
      })
      const living = ids.filter((id) => id.firstTs !== null || linked.has(nameOfKey(id)))
      const known = living.map((id) => ({ ...id, origin: originOf(id) }))
      const components = toComponents(known, merging, isShared)
      const now = living.map((id) => {
        const origin = originOf(id)
        const component = components.get(origin)
        const isMerged = component !== undefined && component.origins.length > 1
        return {
          ...id,
          pId: component?.pId ?? origin,
          originPId: isMerged ? origin : null,
          isShared: isShared(id),
        }
      })
      const pIdOf = new Map(now.map((row) => [nameOfKey(row), row]))
      return linesOf(
        now,
        events.map(({ name }) => {
          const row = pIdOf.get(name)
          const origin = row?.originPId ?? row?.pId
          if (row === undefined || origin === undefined) throw new Error(`no row of ${name}`)
          return { name, pId: row.pId, originPId: origin === row.pId ? null : origin }
        }),
      )
    },
  }
}

function toMerging({ a, b, strength, ts, pageId }: ReadLink): MergingLink {
  return { a, b, ts, isVerified: strength === 'verified', ...(pageId === undefined ? {} : { pageId }) }
}

function linesOf(rows: readonly IdRow[], events: readonly EventRow[]): string[] {
  return [
    ...rows.map((row) => `id ${nameOfKey(row)} ${row.pId} ${row.originPId} ${row.firstTs} ${row.isShared}`),
    ...events.map(({ name, pId, originPId }) => `event ${name} ${pId} ${originPId}`),
  ].toSorted()
}
