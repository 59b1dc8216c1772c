/** Customers as they are, and as they would be with other links: worked out by the rules that make them so. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { FactStrength } from '../../domain/profile-fact.ts'
import type { Shared } from '../../identity/explore.ts'
import type { StoredFact } from '../identity/find-facts.ts'
import { type PreviewedProfiles, previewProfiles } from '../identity/placed-rows.ts'
import type { Database } from '../mysql/schema.ts'
import { findLines } from './find-by-name.ts'
import { type LinksToPlan, type PlannedOrigin, planLinks } from './plan-links.ts'

/** A value of `profile`, and where it is known from. */
export interface SourcedValue {
  readonly column: string
  readonly value: string
  readonly strength: FactStrength
  readonly sourceKind: string | undefined
  readonly ts: number | undefined
}

export interface PreviewedCustomer {
  readonly pId: ProfileId
  readonly name: string | undefined
  readonly ids: readonly CustomerKey[]
  readonly interactions: number
  readonly turns: number
}

export interface CustomerThen extends PreviewedCustomer {
  readonly profile: readonly SourcedValue[]
}

export interface LinksPreview {
  /** The customers that change, as they are. Empty: no customer changes. */
  readonly before: readonly PreviewedCustomer[]
  readonly after: readonly CustomerThen[]
  /** Ids that nothing names then. */
  readonly dead: readonly CustomerKey[]
  /** The ids of the links that merge nobody, by name. */
  readonly shared: ReadonlyMap<string, Shared>
  /** The same text as long as the same would be done. Events that come meanwhile change nothing in it. */
  readonly seen: string
}

export async function previewLinks(db: Kysely<Database>, links: LinksToPlan): Promise<LinksPreview> {
  const { origins, dead, shared } = await planLinks(db, links)
  const profiles = await previewProfiles(db, origins)
  const gone = new Set(dead.map(nameOfKey))
  const before = await describeBefore(db, origins)
  const after = groups(origins, 'to')
    .map(([pId, own]) => ({
      ...sumOf(pId, own, gone),
      name: nameOf(pId, profiles),
      profile: valuesOf(pId, own, profiles),
    }))
    .filter(({ ids }) => ids.length > 0)
  const kept = after.map(({ pId, name, ids, profile }) => [
    pId,
    name ?? null,
    ids.map(nameOfKey),
    profile.map(({ column, value }) => [column, value]),
  ])
  const facts = [before.map(({ pId, ids }) => [pId, ids.map(nameOfKey)]), kept, [...shared.keys()].toSorted()]
  const seen = createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  return { before, after, dead, shared, seen }
}

/** The columns that have a value, each with the fact that tells it. Without one, it counts as the brand's. */
export function withSources(
  columns: readonly { readonly name: string; readonly value: string }[],
  facts: readonly StoredFact[],
): SourcedValue[] {
  return columns.map(({ name, value }) => {
    const fact = facts.find((one) => one.name === name && one.value === value)
    return {
      column: name,
      value,
      strength: fact?.strength ?? 'brand',
      sourceKind: fact?.source.kind,
      ts: fact?.ts,
    }
  })
}

async function describeBefore(
  db: Kysely<Database>,
  origins: readonly PlannedOrigin[],
): Promise<PreviewedCustomer[]> {
  const found = groups(origins, 'from')
  const lines = await findLines(
    db,
    found.map(([pId]) => pId),
  )
  return found.map(([pId, own], at) => ({ ...sumOf(pId, own, new Set()), name: lines[at]?.name }))
}

function groups(
  origins: readonly PlannedOrigin[],
  by: 'from' | 'to',
): (readonly [ProfileId, readonly PlannedOrigin[]])[] {
  return [...Map.groupBy(origins, (one) => one[by])].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function sumOf(
  pId: ProfileId,
  origins: readonly PlannedOrigin[],
  without: ReadonlySet<string>,
): Omit<PreviewedCustomer, 'name'> {
  const ids = origins.flatMap((one) => one.ids).filter((key) => !without.has(nameOfKey(key)))
  return {
    pId,
    ids: ids.toSorted((a, b) => (nameOfKey(a) < nameOfKey(b) ? -1 : 1)),
    interactions: origins.reduce((sum, { interactions }) => sum + interactions, 0),
    turns: origins.reduce((sum, { turns }) => sum + turns, 0),
  }
}

/** As `findLines` would say. */
function nameOf(pId: ProfileId, { live }: PreviewedProfiles): string | undefined {
  const values = live.profiles.get(pId)?.values
  const own = ['firstName', 'lastName'].flatMap((name) => values?.get(name) ?? []).join(' ')
  return own || (live.facebook.get(pId)?.name ?? undefined)
}

function valuesOf(
  pId: ProfileId,
  origins: readonly PlannedOrigin[],
  { live, columns, facts }: PreviewedProfiles,
): SourcedValue[] {
  const values = live.profiles.get(pId)?.values
  const known = columns.flatMap(({ name, byDefault }) => {
    const value = values?.get(name) ?? null
    return value === null || value === byDefault ? [] : [{ name, value }]
  })
  const own = origins.map(({ origin }) => origin).toSorted()
  return withSources(
    known,
    own.flatMap((origin) => facts.get(origin) ?? []),
  )
}
