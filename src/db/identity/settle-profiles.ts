/** The rows of `profile` and `profileFacebook` of customers, and the base rows that they are made of. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { toFactRow } from './absorb-changes.ts'
import { findIdsOf } from './customer-ids.ts'
import { type Rows, type Wanted, wantedRows } from './wanted-rows.ts'
import { upsertFacts } from './find-facts.ts'
import { findDerived, readPlaced } from './placed-rows.ts'
import { isSameFacebook, writeFacebookRows } from './facebook-rows.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { ProfileColumn } from './profile-columns.ts'
import { findProfiles, type ProfileRow, toRaw, writeOriginProfiles, writeProfiles } from './profile-rows.ts'

/**
 * Every customer has the rows that follow from those of their origins. `all` holds all origins of these customers, and
 * the transaction keeps others from changing them. A customer whose only rows are those of `pId` itself has them as they
 * are; any other has derived ones, and base rows for each origin. What the brand changed in a derived row becomes a value
 * of the brand's.
 */
export async function settleProfiles(
  transaction: Transaction<Database>,
  all: readonly Placed[],
): Promise<void> {
  if (all.length === 0) return
  const derived = await findDerived(transaction, all, 'update')
  const placed = await withRowsOfOthers(transaction, all, derived)
  if (placed.length === 0) return
  const read = await readPlaced(transaction, { placed, derived, lock: 'update' })
  await upsertFacts(transaction, read.news.map(toFactRow))
  const wanted = await wantedRows(transaction, { placed, ...read })
  const origins = placed.map(({ origin }) => origin)
  const customers = [...new Set(placed.map(({ from }) => from))]
  await writeDifferences(transaction, { ...read, wanted, derived, origins, customers })
}

/** The customer's rows follow from those of their origins again. The transaction holds one of their ids. */
export async function settleCustomers(
  transaction: Transaction<Database>,
  pIds: readonly ProfileId[],
): Promise<void> {
  const ids = await findIdsOf(transaction, [...new Set(pIds)])
  const placed = new Map(
    ids.map(({ pId, originPId }) => {
      const origin = originPId ?? pId
      return [origin, { origin, from: pId, to: pId }] as const
    }),
  )
  await settleProfiles(transaction, [...placed.values()])
}

/** Those whose customer has, or had, rows of another origin than `pId`. Most have not: e-mails and phones have no rows. */
async function withRowsOfOthers(
  db: Kysely<Database>,
  placed: readonly Placed[],
  derived: ReadonlyMap<ProfileId, unknown>,
): Promise<Placed[]> {
  const others = placed.flatMap(({ origin, to }) => (origin === to ? [] : [origin]))
  const having = new Set<ProfileId>()
  for (let from = 0; from < others.length; from += originsAtOnce) {
    const some = valueList(others.slice(from, from + originsAtOnce))
    const selects = ['profile', 'profileFacebook'].map(
      (table) => sql<{ readonly pId: ProfileId }>`select pId
        from ${sql.table(table)} force index (primary) where pId in (${some})`,
    )
    for (const { pId } of (await unionAll(selects).execute(db)).rows) having.add(pId)
  }
  const isConcerned = ({ origin, from, to }: Placed) =>
    derived.has(from) || (origin !== to && having.has(origin))
  const customers = new Set(placed.filter(isConcerned).map(({ to }) => to))
  return placed.filter(({ to }) => customers.has(to))
}

const originsAtOnce = 1_000

/** Rows that go are deleted first, so that a unique value of the brand's own may move to another row. */
async function writeDifferences(
  transaction: Transaction<Database>,
  {
    columns,
    live,
    stored,
    wanted,
    derived,
    origins,
    customers,
  }: {
    readonly columns: readonly ProfileColumn[]
    readonly live: Rows
    readonly stored: Rows
    readonly wanted: Wanted
    readonly derived: ReadonlyMap<ProfileId, string | null>
    readonly origins: readonly ProfileId[]
    readonly customers: readonly ProfileId[]
  },
): Promise<void> {
  const gone = (had: ReadonlyMap<ProfileId, unknown>, has: ReadonlyMap<ProfileId, unknown>) =>
    origins.filter((origin) => had.has(origin) && !has.has(origin))
  await deleteRows(transaction, 'profile', gone(live.profiles, wanted.live.profiles))
  await deleteRows(transaction, 'profileFacebook', gone(live.facebook, wanted.live.facebook))
  await deleteRows(transaction, 'originProfile', gone(stored.profiles, wanted.stored.profiles))
  await deleteRows(transaction, 'originFacebook', gone(stored.facebook, wanted.stored.facebook))
  const changed = differing(wanted.live.profiles, live.profiles, isSameProfile)
  const isThere = ([pId]: readonly [ProfileId, ProfileRow]) => live.profiles.has(pId)
  await writeProfiles(transaction, new Map([...changed].filter(isThere)), columns)
  await writeProfiles(transaction, new Map([...changed].filter((row) => !isThere(row))), columns)
  await writeFacebookRows(
    transaction,
    'profileFacebook',
    differing(wanted.live.facebook, live.facebook, isSameFacebook),
  )
  await writeOriginProfiles(
    transaction,
    differing(wanted.stored.profiles, stored.profiles, isSameProfile),
    columns,
  )
  await writeFacebookRows(
    transaction,
    'originFacebook',
    differing(wanted.stored.facebook, stored.facebook, isSameFacebook),
  )
  const over = customers.filter((pId) => derived.has(pId) && !wanted.composed.includes(pId))
  await deleteRows(transaction, 'derivedProfile', over)
  await noteDerived(transaction, wanted.composed, { columns, derived })
}

function differing<Row>(
  wanted: ReadonlyMap<ProfileId, Row>,
  had: ReadonlyMap<ProfileId, Row>,
  isSame: (a: Row, b: Row) => boolean,
): Map<ProfileId, Row> {
  return new Map(
    [...wanted].filter(([pId, row]) => {
      const before = had.get(pId)
      return before === undefined || !isSame(row, before)
    }),
  )
}

function isSameProfile(a: ProfileRow, b: ProfileRow): boolean {
  if (a.lastUpdated !== b.lastUpdated) return false
  return [...a.values].every(([name, value]) => (b.values.get(name) ?? null) === value)
}

async function deleteRows(
  transaction: Transaction<Database>,
  table: 'profile' | 'profileFacebook' | 'originProfile' | 'originFacebook' | 'derivedProfile',
  pIds: readonly ProfileId[],
): Promise<void> {
  if (pIds.length === 0) return
  await sql`delete from ${sql.table(table)} where pId in (${valueList(pIds.toSorted())})`.execute(transaction)
}

/** The rows are read again: the database may write a value in another form than it was given. */
async function noteDerived(
  transaction: Transaction<Database>,
  pIds: readonly ProfileId[],
  {
    columns,
    derived,
  }: { readonly columns: readonly ProfileColumn[]; readonly derived: ReadonlyMap<ProfileId, string | null> },
): Promise<void> {
  if (pIds.length === 0) return
  const written = await findProfiles(transaction, pIds, { columns, lock: 'update' })
  const notes = pIds.toSorted().map((pId) => {
    const row = written.get(pId)
    return [pId, row === undefined ? null : toRaw(row.values)] as const
  })
  await upsertDerived(
    transaction,
    notes.filter(([pId, raw]) => !derived.has(pId) || derived.get(pId) !== raw),
  )
}

const upsertDerived = createBulkInsert('derivedProfile', ['pId', 'raw'], 'raw = values(raw)')
