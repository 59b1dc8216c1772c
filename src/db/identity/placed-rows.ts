/** The rows of `profile` and `profileFacebook` of origins and their customers, as they are and as they would be. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { FacebookValues } from '../../identity/derive-facebook.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import { absorbChanges, withNews } from './absorb-changes.ts'
import { findFacebookRows } from './facebook-rows.ts'
import { findFacts, type StoredFact } from './find-facts.ts'
import { type ProfileColumn, readProfileColumns } from './profile-columns.ts'
import {
  findOriginProfiles,
  findProfiles,
  type ProfileLock,
  profileLocks,
  type ProfileRow,
} from './profile-rows.ts'
import { put, type Rows, wantedRows } from './wanted-rows.ts'

/** The rows of `profile` and `profileFacebook` that `settleProfiles` would make of these. Changes and locks nothing. */
export async function previewProfiles(
  db: Kysely<Database>,
  placed: readonly Placed[],
): Promise<PreviewedProfiles> {
  const derived = await findDerived(db, placed, 'none')
  const read = await readPlaced(db, { placed, derived, lock: 'none' })
  const facts = withNews(
    await findFacts(
      db,
      placed.map(({ origin }) => origin),
    ),
    read.news,
  )
  const { live } = await wantedRows(db, { placed, ...read, facts })
  return { live, columns: read.columns, facts }
}

export interface PreviewedProfiles {
  readonly live: Rows
  readonly columns: readonly ProfileColumn[]
  readonly facts: ReadonlyMap<ProfileId, readonly StoredFact[]>
}

/** The rows of these origins and customers as they are, and as each origin would have them alone. */
export async function readPlaced(
  db: Kysely<Database>,
  {
    placed,
    derived,
    lock,
  }: {
    readonly placed: readonly Placed[]
    readonly derived: ReadonlyMap<ProfileId, string | null>
    readonly lock: ProfileLock
  },
) {
  const origins = placed.map(({ origin }) => origin)
  const columns = await readProfileColumns(db)
  const live = {
    profiles: await findProfiles(db, origins, { columns, lock }),
    facebook: await findFacebookRows(db, 'profileFacebook', { pIds: origins, lock }),
  }
  const composed = placed.filter(({ from }) => derived.has(from)).map(({ origin }) => origin)
  const stored = {
    profiles: await findOriginProfiles(db, composed, columns),
    facebook: await findFacebookRows(db, 'originFacebook', { pIds: composed, lock: 'none' }),
  }
  const base = {
    profiles: new Map<ProfileId, ProfileRow>(live.profiles),
    facebook: new Map<ProfileId, FacebookValues>(live.facebook),
  }
  for (const origin of composed) {
    put(base.profiles, origin, stored.profiles.get(origin))
    put(base.facebook, origin, stored.facebook.get(origin))
  }
  const news = absorbChanges({ placed, derived, columns, live: live.profiles, base: base.profiles })
  return { columns, live, stored, base, news }
}

/** Customers whose rows are derived, each with the texts as they were written; null: no row. */
export async function findDerived(
  db: Kysely<Database>,
  placed: readonly Placed[],
  lock: ProfileLock,
): Promise<Map<ProfileId, string | null>> {
  const pIds = [...new Set(placed.map(({ from }) => from))]
  if (pIds.length === 0) return new Map()
  const { rows } = await sql<{ readonly pId: ProfileId; readonly raw: string | null }>`select pId, raw
    from derivedProfile force index (primary)
    where pId in (${valueList(pIds.toSorted())}) order by pId ${profileLocks[lock]}`.execute(db)
  return new Map(rows.map(({ pId, raw }) => [pId, raw]))
}
