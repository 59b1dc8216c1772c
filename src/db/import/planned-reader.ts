import type { Kysely } from 'kysely'
import { type CustomerKey, linkKey, nameOfKey } from '../../domain/identity-link.ts'
import { originOf } from '../../domain/origin.ts'
import type { IdentityReader, IdRow, ReadLink } from '../../identity/identity-reader.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { idsOfRow, linksOfRow } from '../../import/import-links.ts'
import type { LinkingRow, RowsAt } from '../../import/rows-at.ts'
import { toReadLink } from '../customers/changed-reader.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'

export interface PlannedRows {
  readonly rows: RowsAt
  readonly source: string
  /** ms */
  readonly ts: number
  /** Gets the names of ids that have no row in the database. */
  readonly planned: Set<string>
  /** Of the database. */
  readonly reader?: IdentityReader
}

/** What the database would say if these rows were in it. Ids of the rows that have no row yet get one. */
export function createPlannedReader(
  db: Kysely<Database>,
  { rows, source, ts, planned, reader = createDatabaseReader(db) }: PlannedRows,
): IdentityReader {
  const plan = (key: CustomerKey): IdRow => {
    planned.add(nameOfKey(key))
    return toNewRow(key, ts)
  }
  /** With the links of these rows at one of the ids, unless they are stored already. */
  const withPlanned = (
    keys: readonly CustomerKey[],
    known: readonly KnownLink[],
    found: readonly LinkingRow[],
  ): ReadLink[] => {
    const names = new Set(keys.map(nameOfKey))
    const links = new Map(
      found.flatMap((row) => linksOfRow(row, { source, ts })).map((link) => [linkKey(link), link]),
    )
    for (const link of known) links.delete(linkKey(link))
    const added = [...links.values()].filter(({ a, b }) => names.has(nameOfKey(a)) || names.has(nameOfKey(b)))
    return [
      ...known.map((link) => toReadLink(link, link.revoked !== undefined)),
      ...added.map((link) => toReadLink(link, false)),
    ]
  }
  return {
    ...reader,
    async findIds(keys) {
      const found = await reader.findIds(keys)
      const missing = keys.filter((key) => !found.has(nameOfKey(key)))
      const named = new Set((await rows.findAt(missing)).flatMap(idsOfRow).map(nameOfKey))
      const added = missing.filter((key) => named.has(nameOfKey(key))).map(plan)
      return new Map([...found, ...added.map((row) => [nameOfKey(row), row] as const)])
    },
    async findIdsOf(pIds) {
      const found = await reader.findIdsOf(pIds)
      // A number is its own origin: the brand may have had a customer under it before.
      const numbers = pIds.map((pId): CustomerKey => ({ kind: 'customer', value: pId }))
      const named = new Set((await rows.findAt(numbers)).map(({ customer }) => customer))
      const wanted = numbers.filter((key) => named.has(key.value) && originOf(key) === key.value)
      const known = await reader.findIds(wanted)
      return [...found, ...wanted.filter((key) => !known.has(nameOfKey(key))).map(plan)]
    },
    findLinks: async (keys) => withPlanned(keys, await findLinksAt(db, keys), await rows.findAt(keys)),
    async findFewLinks(key, most) {
      const few = await reader.findFewLinks(key, most)
      if (few === undefined) return undefined
      const links = withPlanned([key], await findLinksAt(db, [key]), await rows.findFew(key, most + 1))
      return links.length > most ? undefined : links
    },
  }
}

/** As `recordLinks` and `recordFacts` make it: a number counts from the import on, a value has no event. */
function toNewRow({ kind, value }: CustomerKey, ts: number): IdRow {
  const firstTs = kind === 'customer' ? ts : null
  return { kind, value, pId: originOf({ kind, value }), originPId: null, firstTs, isShared: false }
}
