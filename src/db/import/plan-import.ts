/** What an import would do, worked out by the rules that do it, without a change. */
import type { Kysely } from 'kysely'
import { type IdentityLink, linkKey, nameOfKey } from '../../domain/identity-link.ts'
import { explore, type IdentityRules } from '../../identity/explore.ts'
import { idsOfRow, linksOfRow } from '../../import/import-links.ts'
import { createPlanCounts, type ImportPlan } from '../../import/plan-counts.ts'
import type { LinkingRow } from '../../import/rows-at.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'
import { createPlannedReader } from './planned-reader.ts'
import type { TrialRows } from './trial-rows.ts'

export interface ImportToPlan {
  readonly rows: TrialRows
  readonly source: string
  /** ms */
  readonly ts: number
  readonly rules: IdentityRules
  readonly onProgress: (rows: number) => void
}

const rowsAtOnce = 512

/** Reads the rows of the trial and what they concern, some at a time. */
export async function planImport(db: Kysely<Database>, to: ImportToPlan): Promise<ImportPlan> {
  const { rows, source, ts, rules, onProgress } = to
  const database = createDatabaseReader(db)
  const counts = createPlanCounts()
  let done = 0
  for (let line = -1; ;) {
    const some = await rows.readAfter(line, rowsAtOnce)
    const last = some.at(-1)
    if (last === undefined) return counts.plan()
    line = last.line
    const keys = [...new Map(some.flatMap(idsOfRow).map((key) => [nameOfKey(key), key])).values()]
    const known = await database.findIds(keys)
    const stored = new Map((await findLinksAt(db, keys)).map((link) => [linkKey(link), link]))
    const first = firstLines(await rows.findAt(keys), (row) => linksOfRow(row, { source, ts }), stored)
    const lines = new Set(some.map((row) => row.line))
    const isFirst = (name: string) => lines.has(first.get(name) ?? Infinity)
    for (const key of keys) if (!known.has(nameOfKey(key)) && isFirst(nameOfKey(key))) counts.addId(key)
    const links = new Map(
      some.flatMap((row) => linksOfRow(row, { source, ts })).map((link) => [linkKey(link), link]),
    )
    for (const key of links.keys()) if (isFirst(key)) counts.addLink(stored.get(key))
    const planned = new Set<string>()
    const read = new Map(keys.map((key) => [nameOfKey(key), known.get(nameOfKey(key))]))
    const reader = createPlannedReader(db, {
      rows,
      source,
      ts,
      planned,
      reader: createDatabaseReader(db, read),
    })
    counts.addCustomers(await explore(reader, keys, rules), { named: keys.map(nameOfKey), planned })
    done += some.length
    onProgress(done)
  }
}

/** The first line of each link, of each number, and of each value that a new link names: other values are not stored. */
function firstLines(
  rows: readonly LinkingRow[],
  linksOf: (row: LinkingRow) => readonly IdentityLink[],
  stored: ReadonlyMap<string, unknown>,
): Map<string, number> {
  const first = new Map<string, number>()
  for (const row of rows) {
    const note = (name: string) => first.set(name, Math.min(row.line, first.get(name) ?? Infinity))
    note(nameOfKey({ kind: 'customer', value: row.customer }))
    for (const link of linksOf(row)) {
      note(linkKey(link))
      if (!stored.has(linkKey(link))) note(nameOfKey(link.b))
    }
  }
  return first
}
