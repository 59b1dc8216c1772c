import type { ProfileId } from '../../domain/ids.ts'
import type { StoredFact } from './find-facts.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { ProfileColumn } from './profile-columns.ts'
import { type ProfileRow, valuesOf } from './profile-rows.ts'

/** A fact of the brand's, seen in a derived row. */
export interface BrandFact {
  readonly origin: ProfileId
  readonly name: string
  readonly value: string | null
  /** ms */
  readonly ts: number
}

/**
 * What the brand's own SQL changed in derived rows since Pagebeat wrote them is in the base row of the origin whose `pId`
 * it is. Rows that the brand wrote under the name of another origin are that origin's. Returns the facts to keep.
 */
export function absorbChanges({
  placed,
  derived,
  columns,
  live,
  base,
}: {
  readonly placed: readonly Placed[]
  readonly derived: ReadonlyMap<ProfileId, string | null>
  readonly columns: readonly ProfileColumn[]
  /** As they are in `profile`. */
  readonly live: ReadonlyMap<ProfileId, ProfileRow>
  /** As each origin would have them alone. Is changed. */
  readonly base: Map<ProfileId, ProfileRow>
}): readonly BrandFact[] {
  const facts: BrandFact[] = []
  for (const { origin, from } of placed) {
    const raw = derived.get(from)
    if (raw === undefined) continue
    const row = live.get(origin)
    if (origin !== from) {
      if (row !== undefined) base.set(origin, row)
      continue
    }
    if (row === undefined) {
      // The brand deleted the customer's row: no origin has one.
      if (raw !== null) for (const each of placed) if (each.from === from) base.delete(each.origin)
      continue
    }
    const before = valuesOf(raw)
    const changed = columns.filter(({ name, byDefault }) => {
      const was = before.has(name) ? before.get(name) : byDefault
      return (row.values.get(name) ?? null) !== (was ?? null)
    })
    if (changed.length === 0 && raw !== null) continue
    const values = new Map(
      base.get(origin)?.values ?? columns.map(({ name, byDefault }) => [name, byDefault]),
    )
    for (const { name } of changed) {
      const value = row.values.get(name) ?? null
      values.set(name, value)
      facts.push({ origin, name, value, ts: timeOf(row) })
    }
    base.set(origin, { values, lastUpdated: row.lastUpdated })
  }
  return facts
}

/** For `upsertFacts`. */
export function toFactRow({ origin, name, value, ts }: BrandFact): readonly unknown[] {
  return [origin, name, 'brand', value, ts, 'profile', '']
}

/** The facts as they are once `upsertFacts` has stored these. */
export function withNews(
  stored: ReadonlyMap<ProfileId, readonly StoredFact[]>,
  news: readonly BrandFact[],
): Map<ProfileId, readonly StoredFact[]> {
  const facts = new Map(stored)
  for (const { origin, name, value, ts } of news) {
    const known = facts.get(origin) ?? []
    const before = known.find((fact) => fact.name === name && fact.strength === 'brand')
    if (before !== undefined && !isNewer({ value, ts }, before)) continue
    const fact: StoredFact = { name, strength: 'brand', value, ts, source: { kind: 'profile', id: '' } }
    facts.set(origin, [...known.filter((one) => one !== before), fact])
  }
  return facts
}

type Told = Pick<StoredFact, 'value' | 'ts'>

/** At the same time, the greater in bytes. */
function isNewer(fact: Told, than: Told): boolean {
  if (fact.ts !== than.ts) return fact.ts > than.ts
  return Buffer.compare(Buffer.from(fact.value ?? ''), Buffer.from(than.value ?? '')) > 0
}

/** `lastUpdated` changes with every change of the row. */
function timeOf({ lastUpdated }: ProfileRow): number {
  const ts = lastUpdated === null ? NaN : Date.parse(`${lastUpdated.replace(' ', 'T')}Z`)
  return Number.isNaN(ts) ? 0 : ts
}
