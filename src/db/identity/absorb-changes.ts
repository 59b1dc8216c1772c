import type { Transaction } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { upsertFacts } from './find-facts.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { ProfileColumn } from './profile-columns.ts'
import { type ProfileRow, valuesOf } from './profile-rows.ts'

/**
 * What the brand's own SQL changed in derived rows since Pagebeat wrote them is in the base row of the origin whose `pId`
 * it is, with a fact of the brand. Rows that the brand wrote under the name of another origin are that origin's.
 */
export async function absorbChanges(
  transaction: Transaction<Database>,
  {
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
  },
): Promise<void> {
  const facts: (readonly unknown[])[] = []
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
      facts.push([origin, name, 'brand', value, timeOf(row), 'profile', ''])
    }
    base.set(origin, { values, lastUpdated: row.lastUpdated })
  }
  await upsertFacts(transaction, facts)
}

/** `lastUpdated` changes with every change of the row. */
function timeOf({ lastUpdated }: ProfileRow): number {
  const ts = lastUpdated === null ? NaN : Date.parse(`${lastUpdated.replace(' ', 'T')}Z`)
  return Number.isNaN(ts) ? 0 : ts
}
