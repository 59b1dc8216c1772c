/** The values of a customer's profile, from what each of their origins has. */
import type { ProfileId } from '../domain/ids.ts'
import { type FactStrength, rankOf } from '../domain/profile-fact.ts'

/** Column name → value as a text; null: there is none. */
export type ProfileValues = ReadonlyMap<string, string | null>

export interface KnownFact {
  readonly name: string
  readonly strength: FactStrength
  readonly value: string | null
  readonly ts: number
}

/** What one origin has. */
export interface OriginValues {
  readonly origin: ProfileId
  readonly values: ProfileValues
  readonly facts: readonly KnownFact[]
  /** The name that Facebook tells of this origin. */
  readonly facebook?: FacebookName | undefined
}

export interface FacebookName {
  readonly firstName: string | null
  readonly surname: string | null
  readonly ts: number
}

export interface DerivedColumn {
  readonly name: string
  /** What a row has where nothing was written. */
  readonly byDefault: string | null
}

/** The parts of a name come from the same origin. */
const nameParts = ['firstName', 'lastName']

/**
 * The value of each column. Of two values the brand's own wins, then the verified, the attested and the claimed one; then
 * the newer; then that of the origin whose `pId` the customer has; then that of the origin that comes first in bytes.
 */
export function deriveValues(
  pId: ProfileId,
  origins: readonly OriginValues[],
  columns: readonly DerivedColumn[],
): Map<string, string | null> {
  const ordered = origins.toSorted((a, b) => compareOrigins(pId, a.origin, b.origin))
  const derived = new Map<string, string | null>()
  const defaults = new Map(columns.map(({ name, byDefault }) => [name, byDefault]))
  for (const group of groupsOf(columns)) {
    let best: Candidate | undefined
    for (const origin of ordered) {
      const candidate = candidateOf(origin, group, defaults)
      if (candidate !== undefined && (best === undefined || isStronger(candidate, best))) best = candidate
    }
    for (const name of group)
      derived.set(name, best === undefined ? (defaults.get(name) ?? null) : (best.values.get(name) ?? null))
  }
  return derived
}

/** `pId` itself first, the others by their bytes. */
export function compareOrigins(pId: ProfileId, a: ProfileId, b: ProfileId): number {
  if (a === b) return 0
  if (a === pId || b === pId) return a === pId ? -1 : 1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function groupsOf(columns: readonly DerivedColumn[]): string[][] {
  const names = columns.map(({ name }) => name)
  const parts = names.filter((name) => nameParts.includes(name))
  const others = names.filter((name) => !nameParts.includes(name)).map((name) => [name])
  return parts.length === 0 ? others : [parts, ...others]
}

interface Candidate {
  readonly values: ProfileValues
  readonly rank: number
  readonly ts: number
}

function isStronger(a: Candidate, b: Candidate): boolean {
  return a.rank === b.rank ? a.ts > b.ts : a.rank > b.rank
}

const byDefaultRank = -1

/** Undefined: the origin has no value. */
function candidateOf(
  { values, facts, facebook }: OriginValues,
  group: readonly string[],
  defaults: ProfileValues,
): Candidate | undefined {
  const known = facts.filter(
    ({ name, value }) => group.includes(name) && (values.get(name) ?? null) === value,
  )
  const isEmpty = group.every((name) => (values.get(name) ?? null) === null)
  const counting = isEmpty ? known.filter(({ strength }) => strength === 'brand') : known
  const strongest = counting
    .map(({ strength, ts }) => ({ values, rank: rankOf(strength), ts }))
    .reduce<Candidate | undefined>(
      (best, each) => (best === undefined || isStronger(each, best) ? each : best),
      undefined,
    )
  if (strongest !== undefined) return strongest
  if (isEmpty) return undefined
  if (group.every((name) => (values.get(name) ?? null) === (defaults.get(name) ?? null)))
    return { values, rank: byDefaultRank, ts: 0 }
  if (group.length > 1 && isFacebookName(values, facebook))
    return { values, rank: rankOf('attested'), ts: facebook?.ts ?? 0 }
  return { values, rank: rankOf('brand'), ts: 0 }
}

/** The name of the profile is, byte for byte, the one that Facebook tells. */
export function isFacebookName(values: ProfileValues, facebook: FacebookName | undefined): boolean {
  return (
    facebook !== undefined &&
    (values.get('firstName') ?? null) === facebook.firstName &&
    (values.get('lastName') ?? null) === facebook.surname
  )
}

export interface KnownValues {
  readonly values: ProfileValues
  /** What a row has where nothing was written. */
  readonly defaults: ProfileValues
  readonly facebook?: FacebookName | undefined
}

/**
 * The columns of one origin that change when `given` is known beside `before`: to the value of the strongest and newest
 * fact. What the brand wrote itself, so that no fact says it, stays unless a fact of the brand is there. A name of which
 * a fact says one part has no part by Facebook. The order in which facts become known makes no difference.
 */
export function changesByFacts(
  { values, defaults, facebook }: KnownValues,
  before: readonly KnownFact[],
  given: readonly KnownFact[],
): Map<string, string | null> {
  const changes = new Map<string, string | null>()
  const after = [...before, ...given]
  const names = new Set(given.map(({ name }) => name))
  const isName = nameParts.some((name) => names.has(name))
  const others = [...names].filter((name) => !nameParts.includes(name)).map((name) => [name])
  for (const group of isName ? [nameParts, ...others] : others) {
    const isFacebooks = group === nameParts && isFacebookName(values, facebook)
    const isOwn = (name: string) => {
      const value = values.get(name) ?? null
      const isEmpty = value === null || value === (defaults.get(name) ?? null)
      return !isEmpty && !before.some((fact) => fact.name === name && fact.value === value)
    }
    const isBrands = !isFacebooks && group.some(isOwn)
    for (const name of group) {
      const best = strongestFact(after.filter((fact) => fact.name === name))
      if (isBrands && best?.strength !== 'brand') continue
      const value = best?.value ?? null
      if (value !== (values.get(name) ?? null)) changes.set(name, value)
    }
  }
  return changes
}

function strongestFact(facts: readonly KnownFact[]): KnownFact | undefined {
  return facts.reduce<KnownFact | undefined>(
    (best, fact) => (best === undefined || isStrongerFact(fact, best) ? fact : best),
    undefined,
  )
}

/** At the same time the greater in bytes counts, as the table keeps it. */
function isStrongerFact(fact: KnownFact, than: KnownFact): boolean {
  const byRank = rankOf(fact.strength) - rankOf(than.strength)
  if (byRank !== 0) return byRank > 0
  if (fact.ts !== than.ts) return fact.ts > than.ts
  return Buffer.compare(Buffer.from(fact.value ?? ''), Buffer.from(than.value ?? '')) > 0
}
