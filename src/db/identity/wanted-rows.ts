import type { Kysely } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import { deriveFacebook, type FacebookValues } from '../../identity/derive-facebook.ts'
import { compareOrigins, deriveValues, type OriginValues } from '../../identity/derive-profile.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { Database } from '../mysql/schema.ts'
import { findFacts, type StoredFact } from './find-facts.ts'
import type { ProfileColumn } from './profile-columns.ts'
import type { ProfileRow } from './profile-rows.ts'

/** Rows of `profile` and `profileFacebook`, or of their origins. */
export interface Rows {
  readonly profiles: ReadonlyMap<ProfileId, ProfileRow>
  readonly facebook: ReadonlyMap<ProfileId, FacebookValues>
}

/** The rows that customers are to have. */
export interface Wanted {
  readonly live: Rows
  readonly stored: Rows
  /** Customers with derived rows. */
  readonly composed: readonly ProfileId[]
}

/** The rows of customers and origins, from what each origin would have alone. */
export async function wantedRows(
  db: Kysely<Database>,
  {
    placed,
    columns,
    base,
    facts: known,
  }: {
    readonly placed: readonly Placed[]
    readonly columns: readonly ProfileColumn[]
    readonly base: Rows
    /** Of these origins. Absent: as the database has them. */
    readonly facts?: ReadonlyMap<ProfileId, readonly StoredFact[]>
  },
): Promise<Wanted> {
  const live = { profiles: new Map<ProfileId, ProfileRow>(), facebook: new Map<ProfileId, FacebookValues>() }
  const stored = {
    profiles: new Map<ProfileId, ProfileRow>(),
    facebook: new Map<ProfileId, FacebookValues>(),
  }
  const composed: ProfileId[] = []
  const groups = [...Map.groupBy(placed, ({ to }) => to)].map(
    ([pId, members]) => [pId, members.map(({ origin }) => origin)] as const,
  )
  const isComposed = ([pId, origins]: readonly [ProfileId, readonly ProfileId[]]) =>
    origins.some((origin) => origin !== pId && (base.profiles.has(origin) || base.facebook.has(origin)))
  const facts =
    known ??
    (await findFacts(
      db,
      groups.filter(isComposed).flatMap(([, origins]) => origins),
    ))
  for (const group of groups) {
    const [pId, origins] = group
    if (!isComposed(group)) {
      put(live.profiles, pId, base.profiles.get(pId))
      put(live.facebook, pId, base.facebook.get(pId))
      continue
    }
    composed.push(pId)
    for (const origin of origins) {
      put(stored.profiles, origin, base.profiles.get(origin))
      put(stored.facebook, origin, base.facebook.get(origin))
    }
    put(live.profiles, pId, deriveRow(pId, origins, { base, facts, columns }))
    const facebook = new Map(
      origins.flatMap((origin) => {
        const row = base.facebook.get(origin)
        return row === undefined ? [] : [[origin, row] as const]
      }),
    )
    put(live.facebook, pId, deriveFacebook(pId, facebook))
  }
  return { live, stored, composed }
}

function deriveRow(
  pId: ProfileId,
  origins: readonly ProfileId[],
  {
    base,
    facts,
    columns,
  }: {
    readonly base: Rows
    readonly facts: ReadonlyMap<ProfileId, readonly StoredFact[]>
    readonly columns: readonly ProfileColumn[]
  },
): ProfileRow | undefined {
  const having = origins
    .toSorted((a, b) => compareOrigins(pId, a, b))
    .flatMap((origin) => {
      const row = base.profiles.get(origin)
      return row === undefined ? [] : [{ origin, row }]
    })
  if (having.length === 0) return undefined
  const values = having.map(({ origin, row }): OriginValues => {
    const facebook = base.facebook.get(origin)
    return {
      origin,
      values: row.values,
      facts: facts.get(origin) ?? [],
      facebook: facebook && { ...facebook, ts: Number(facebook.nameTs ?? facebook.refreshedTs ?? 0) },
    }
  })
  const times = having.flatMap(({ row }) => row.lastUpdated ?? []).toSorted()
  return { values: deriveValues(pId, values, columns), lastUpdated: times.at(-1) ?? null }
}

/** Undefined deletes. */
export function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
