/** Rows of `profile` and of `originProfile`, in one form. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import type { ProfileColumn } from './profile-columns.ts'
import { type Cell, plainCell, writeCells } from './write-cells.ts'

export interface ProfileRow {
  readonly values: ReadonlyMap<string, string | null>
  /** As the database writes it; null: none. */
  readonly lastUpdated: string | null
}

const rowsAtOnce = 512

/** `update` locks rows until the end of the transaction. */
export type ProfileLock = 'none' | 'update'

export const profileLocks: Readonly<Record<ProfileLock, RawBuilder<unknown>>> = {
  none: sql``,
  update: sql`for update`,
}

/** The rows of `profile`. */
export async function findProfiles(
  db: Kysely<Database>,
  pIds: readonly ProfileId[],
  { columns, lock }: { readonly columns: readonly ProfileColumn[]; readonly lock: ProfileLock },
): Promise<Map<ProfileId, ProfileRow>> {
  const selected = columns.map(({ read }, at) => sql`${read} as ${sql.id(`c${at}`)}`)
  return await readRows(
    pIds,
    (some) =>
      sql<RawRow>`select pId, cast(lastUpdated as char) as lastUpdated, ${sql.join(selected)}
        from profile force index (primary) where pId in (${valueList(some)}) order by pId
        ${profileLocks[lock]}`.execute(db),
    (row) => new Map(columns.map(({ name }, at) => [name, row[`c${at}`] ?? null])),
  )
}

/** The rows of `originProfile`: those that the origins would have in `profile` alone. */
export async function findOriginProfiles(
  db: Kysely<Database>,
  origins: readonly ProfileId[],
  columns: readonly ProfileColumn[],
): Promise<Map<ProfileId, ProfileRow>> {
  const ours = columns.filter(({ isOwn }) => !isOwn)
  const selected = ours.map(({ name }, at) => sql`cast(${sql.id(name)} as char) as ${sql.id(`c${at}`)}`)
  return await readRows(
    origins,
    (some) =>
      sql<RawRow>`select pId, cast(lastUpdated as char) as lastUpdated, ownRaw, ${sql.join(selected)}
        from originProfile force index (primary) where pId in (${valueList(some)})`.execute(db),
    (row) => {
      const values = new Map(ours.map(({ name }, at) => [name, row[`c${at}`] ?? null]))
      const own = valuesOf(row['ownRaw'] ?? null)
      for (const { name, isOwn, byDefault } of columns)
        if (isOwn) values.set(name, own.has(name) ? (own.get(name) ?? null) : byDefault)
      return values
    },
  )
}

type RawRow = Readonly<Record<string, string | null>> & {
  readonly pId: ProfileId
  readonly lastUpdated: string | null
}

async function readRows(
  pIds: readonly ProfileId[],
  read: (some: readonly ProfileId[]) => Promise<{ readonly rows: readonly RawRow[] }>,
  toValues: (row: RawRow) => Map<string, string | null>,
): Promise<Map<ProfileId, ProfileRow>> {
  const found = new Map<ProfileId, ProfileRow>()
  const sorted = pIds.toSorted()
  for (let from = 0; from < sorted.length; from += rowsAtOnce)
    for (const row of (await read(sorted.slice(from, from + rowsAtOnce))).rows)
      found.set(row.pId, { values: toValues(row), lastUpdated: row.lastUpdated })
  return found
}

/** The columns of a JSON text that `toRaw` made. */
export function valuesOf(raw: string | null): Map<string, string | null> {
  const parsed: unknown = raw === null ? {} : JSON.parse(raw)
  if (typeof parsed !== 'object' || parsed === null) return new Map()
  return new Map(
    Object.entries(parsed).map(([name, value]) => [name, typeof value === 'string' ? value : null]),
  )
}

export function toRaw(values: Iterable<readonly [string, string | null]>): string {
  return JSON.stringify(Object.fromEntries(values))
}

/** Each row of `profile` is written whole, with its time. */
export async function writeProfiles(
  db: Kysely<Database>,
  rows: ReadonlyMap<ProfileId, ProfileRow>,
  columns: readonly ProfileColumn[],
): Promise<void> {
  await writeCells(db, {
    table: 'profile',
    names: [...columns.map(({ name }) => name), 'lastUpdated'],
    rows: cellsOf(rows, ({ values, lastUpdated }) => [
      ...columns.map(({ name, write }) => write(values.get(name) ?? null)),
      plainCell(lastUpdated),
    ]),
  })
}

/** Each row of `originProfile` is written whole, with its time. */
export async function writeOriginProfiles(
  db: Kysely<Database>,
  rows: ReadonlyMap<ProfileId, ProfileRow>,
  columns: readonly ProfileColumn[],
): Promise<void> {
  const ours = columns.filter(({ isOwn }) => !isOwn)
  const own = columns.filter(({ isOwn }) => isOwn)
  await writeCells(db, {
    table: 'originProfile',
    names: [...ours.map(({ name }) => name), 'ownRaw', 'lastUpdated'],
    rows: cellsOf(rows, ({ values, lastUpdated }) => [
      ...ours.map(({ name }) => plainCell(values.get(name) ?? null)),
      plainCell(own.length === 0 ? null : toRaw(own.map(({ name }) => [name, values.get(name) ?? null]))),
      plainCell(lastUpdated),
    ]),
  })
}

function cellsOf(
  rows: ReadonlyMap<ProfileId, ProfileRow>,
  toCells: (row: ProfileRow) => readonly Cell[],
): Map<ProfileId, readonly Cell[]> {
  return new Map([...rows].map(([pId, row]) => [pId, toCells(row)]))
}
