/** Values of `profile`, with where they come from. */
import type { Transaction } from 'kysely'
import { nameOfKey, toUsableKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { ProfileFact } from '../../domain/profile-fact.ts'
import { changesByFacts, type FacebookName } from '../../identity/derive-profile.ts'
import type { Database } from '../mysql/schema.ts'
import { findComposed, settleMerged } from './composed.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { findIdRows, holdIds } from './customer-ids.ts'
import { noteFirst } from './first-times.ts'
import { findFacts, upsertFacts } from './find-facts.ts'
import { findFacebookRows } from './facebook-rows.ts'
import { type ProfileColumn, readProfileColumns } from './profile-columns.ts'
import { findOriginProfiles, findProfiles, type ProfileRow, toRaw } from './profile-rows.ts'
import { type Cell, plainCell, writeCells } from './write-cells.ts'

/**
 * These values are known, each with its source, and `profile` shows those that count most. A value that the brand wrote
 * itself stays, unless a fact of the brand comes. Ids without a row get one, and a profile. Facts of unknown columns are
 * left out, and texts are cut to the length of their column. The order and number of calls make no difference.
 */
export async function recordFacts(
  transaction: Transaction<Database>,
  facts: readonly ProfileFact[],
): Promise<void> {
  const usable = facts.flatMap((fact) => {
    const of = toUsableKey(fact.of)
    return of === undefined ? [] : [{ ...fact, of }]
  })
  if (usable.length === 0) return
  const ids = await lockIdsSince(transaction, usable)
  await writeFacts(
    transaction,
    usable.flatMap((fact) => {
      const row = ids.get(nameOfKey(fact.of))
      return row === undefined ? [] : [{ ...fact, row }]
    }),
    { isForced: false },
  )
}

/**
 * These values are written over those that the id has, and known as facts. Pages and customers without a name have no
 * id: for them nothing is done. For what a storyboard or a hub sets.
 */
export async function setFacts(
  transaction: Transaction<Database>,
  facts: readonly ProfileFact[],
): Promise<void> {
  const keys = facts.map(({ of }) => of)
  const ids = await findIdRows(transaction, keys, 'share')
  const known = facts.flatMap((fact) => {
    const row = ids.get(nameOfKey(fact.of))
    return row === undefined ? [] : [{ ...fact, row }]
  })
  await writeFacts(transaction, known, { isForced: true })
}

/** The rows of these ids, locked. A fact counts as the first event of its id if nothing was before it. */
async function lockIdsSince(
  transaction: Transaction<Database>,
  facts: readonly ProfileFact[],
): Promise<Map<string, IdRow>> {
  const since = new Map<string, number>()
  for (const { of, ts } of facts) since.set(nameOfKey(of), Math.min(ts, since.get(nameOfKey(of)) ?? Infinity))
  const keys = [...new Map(facts.map(({ of }) => [nameOfKey(of), of])).values()]
  const known = await findIdRows(transaction, keys, 'update')
  const missing = keys.filter((key) => !known.has(nameOfKey(key)))
  const rows = missing.length === 0 ? known : new Map([...known, ...(await holdIds(transaction, missing))])
  await noteFirst(
    transaction,
    [...rows].flatMap(([name, row]) => {
      const ts = since.get(name)
      return ts === undefined ? [] : [{ row, ts }]
    }),
  )
  return rows
}

interface PlacedFact extends ProfileFact {
  readonly row: IdRow
}

async function writeFacts(
  transaction: Transaction<Database>,
  facts: readonly PlacedFact[],
  { isForced }: { readonly isForced: boolean },
): Promise<void> {
  if (facts.length === 0) return
  const columns = await readProfileColumns(transaction)
  const byName = new Map(columns.map((column) => [column.name, column]))
  const byOrigin = new Map<ProfileId, PlacedFact[]>()
  for (const fact of facts) {
    const origin = fact.row.originPId ?? fact.row.pId
    const column = byName.get(fact.name)
    const known = byOrigin.get(origin) ?? []
    byOrigin.set(origin, known)
    if (column !== undefined) known.push({ ...fact, value: cut(fact.value, column) })
  }
  const origins = [...byOrigin.keys()].toSorted()
  const merged = facts.flatMap(({ row }) => (row.originPId === null ? [] : [row]))
  const composed = await findComposed(transaction, merged)
  const customers = new Map(merged.map(({ pId, originPId }) => [originPId ?? pId, pId]))
  const isComposed = (origin: ProfileId) => composed.has(customers.get(origin) ?? origin)
  const before = await findFacts(transaction, origins)
  const base = await readBase(transaction, origins, { columns, isComposed })
  const defaults = new Map(columns.map(({ name, byDefault }) => [name, byDefault]))
  const changes = new Map<ProfileId, Map<string, string | null>>()
  for (const [origin, given] of byOrigin) {
    const row = base.profiles.get(origin)
    const known = { values: row?.values ?? defaults, defaults, facebook: base.facebook.get(origin) }
    changes.set(
      origin,
      isForced
        ? new Map(given.map(({ name, value }) => [name, value]))
        : changesByFacts(known, before.get(origin) ?? [], given),
    )
  }
  await upsertFacts(
    transaction,
    [...byOrigin].flatMap(([origin, given]) =>
      given
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, strength, value, ts, source }) => [
          origin,
          name,
          strength,
          value,
          ts,
          source.kind,
          source.id,
        ]),
    ),
  )
  await writeBase(transaction, changes, { columns, base: base.profiles, isComposed })
  const concerned = merged.filter(
    ({ pId, originPId }) => composed.has(pId) || (originPId !== null && originPId !== pId),
  )
  await settleMerged(transaction, concerned, composed)
}

interface Base {
  readonly profiles: ReadonlyMap<ProfileId, ProfileRow>
  readonly facebook: ReadonlyMap<ProfileId, FacebookName>
}

async function readBase(
  transaction: Transaction<Database>,
  origins: readonly ProfileId[],
  {
    columns,
    isComposed,
  }: { readonly columns: readonly ProfileColumn[]; readonly isComposed: (origin: ProfileId) => boolean },
): Promise<Base> {
  const stored = origins.filter(isComposed)
  const live = origins.filter((origin) => !isComposed(origin))
  const facebook = [
    ...(await findFacebookRows(transaction, 'profileFacebook', { pIds: live, lock: 'update' })),
    ...(await findFacebookRows(transaction, 'originFacebook', { pIds: stored, lock: 'none' })),
  ]
  return {
    profiles: new Map([
      ...(await findProfiles(transaction, live, { columns, lock: 'update' })),
      ...(await findOriginProfiles(transaction, stored, columns)),
    ]),
    facebook: new Map(facebook.map(([origin, row]) => [origin, { ...row, ts: 0 }])),
  }
}

function cut(value: string | null, { mostChars }: ProfileColumn): string | null {
  if (value === null || mostChars === undefined || value.length <= mostChars) return value
  return Array.from(value).slice(0, mostChars).join('')
}

/** Origins with the same columns are written together. An origin without a row gets one. */
async function writeBase(
  transaction: Transaction<Database>,
  changes: ReadonlyMap<ProfileId, ReadonlyMap<string, string | null>>,
  {
    columns,
    base,
    isComposed,
  }: {
    readonly columns: readonly ProfileColumn[]
    readonly base: ReadonlyMap<ProfileId, ProfileRow>
    readonly isComposed: (origin: ProfileId) => boolean
  },
): Promise<void> {
  const wanted = [...changes].filter(([origin, values]) => values.size > 0 || !base.has(origin))
  const groups = Map.groupBy(wanted, ([origin, values]) =>
    JSON.stringify([isComposed(origin), ...[...values.keys()].toSorted()]),
  )
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const stored = isComposed(first[0])
    const named = columns.filter(({ name }) => first[1].has(name))
    const direct = stored ? named.filter(({ isOwn }) => !isOwn) : named
    const own = stored ? named.filter(({ isOwn }) => isOwn) : []
    const rows = group.map(([origin, values]): [ProfileId, Cell[]] => {
      const all = base.get(origin)?.values
      const ownValues = columns
        .filter(({ isOwn }) => isOwn)
        .map(({ name, byDefault }) => {
          const value = values.has(name)
            ? values.get(name)
            : (all?.get(name) ?? (all === undefined ? byDefault : null))
          return [name, value ?? null] as const
        })
      const cells = direct.map(({ name, write }) => {
        const value = values.get(name) ?? null
        return stored ? plainCell(value) : write(value)
      })
      return [origin, own.length > 0 ? [...cells, plainCell(toRaw(ownValues))] : cells]
    })
    await writeCells(transaction, {
      table: stored ? 'originProfile' : 'profile',
      names: [...direct.map(({ name }) => name), ...(own.length > 0 ? ['ownRaw'] : [])],
      rows: new Map(rows),
    })
  }
}
