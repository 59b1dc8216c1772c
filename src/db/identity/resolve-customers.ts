/** Customers follow from the links: what was marked is looked at again, and rows get the customer that the links say. */
import { sql, type Kysely, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import { explore, type Explored, type IdentityRules } from '../../identity/explore.ts'
import { splitByHeld } from '../../identity/held-customers.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { applyCustomers } from './apply-customers.ts'
import { byKindAtMost } from './by-kind.ts'
import { findIdRows, holdIds } from './customer-ids.ts'
import { readIdentityRules } from './identity-rules.ts'
import { createDatabaseReader } from './database-reader.ts'

export interface ResolveOptions {
  /** The most marks that are taken. Absent: all that there are. */
  readonly atMost?: number
  /** In place of those of the installation, for tests. */
  readonly rules?: Partial<IdentityRules>
}

export interface Resolved {
  /** Marks that were taken. */
  readonly resolved: number
  /** Marks that are left; they are counted up to `mostCounted`. */
  readonly left: number
}

const mostCounted = 10_000
const marksAtOnce = 400
/** A mark that the database refused this often is left to the operator. */
const mostAttempts = 20

/**
 * Every marked id has the customer that the links say, with all rows; its mark is gone. The result depends on the
 * links alone, not on the order or number of calls, and several may run at once. An id whose rows the database
 * refuses keeps its mark and holds up no other. Throws DatabaseBusyError (retry).
 */
export async function resolveCustomers(
  db: Kysely<Database>,
  { atMost = Infinity, rules }: ResolveOptions = {},
): Promise<Resolved> {
  const all = { ...(await readIdentityRules(db)), ...rules }
  const failed = new Set<string>()
  let resolved = 0
  while (resolved + failed.size < atMost) {
    const most = Math.min(marksAtOnce, atMost - resolved - failed.size) + failed.size
    const found = await findMarks(db, most)
    const marks = found.filter(({ id }) => !failed.has(id)).slice(0, marksAtOnce)
    if (marks.length === 0) break
    const refused = await resolveMarks(db, marks, all)
    for (const id of refused) failed.add(id)
    resolved += marks.length - refused.length
  }
  return { resolved, left: await countMarks(db) }
}

/** The same for the marks that these ids have now. */
export async function resolveMarked(
  db: Kysely<Database>,
  of: readonly CustomerKey[],
  rules: Partial<IdentityRules> = {},
): Promise<void> {
  const marks = await findMarksOf(db, of)
  if (marks.length === 0) return
  const all = { ...(await readIdentityRules(db)), ...rules }
  for (let from = 0; from < marks.length; from += marksAtOnce)
    await resolveMarks(db, marks.slice(from, from + marksAtOnce), all)
}

export interface Mark extends CustomerKey {
  readonly id: string
}

/** Those that failed least come first. */
async function findMarks(db: Kysely<Database>, most: number): Promise<Mark[]> {
  const { rows } = await sql<Mark>`select id, cidType as kind, channelId as value
    from identityTouched force index (attemptsIndex)
    where attempts < ${mostAttempts} order by attempts, id limit ${most}`.execute(db)
  return rows
}

/** The marks of these ids, also of those that failed often: what is new about them may mend it. */
export async function findMarksOf(db: Kysely<Database>, keys: readonly CustomerKey[]): Promise<Mark[]> {
  const marks: Mark[] = []
  for (const part of byKindAtMost(keys, marksAtOnce)) {
    const selects = part.map(
      ([kind, values]) => sql<Mark>`select id, cidType as kind, channelId as value
        from identityTouched force index (idIndex)
        where channelId in (${valueList(values)}) and cidType = ${kind}`,
    )
    marks.push(...(await unionAll(selects).execute(db)).rows)
  }
  return marks
}

async function countMarks(db: Kysely<Database>): Promise<number> {
  const rows = await db.selectFrom('identityTouched').select('id').limit(mostCounted).execute()
  return rows.length
}

/** Halves the marks until one that the database refuses is alone. Returns those that it refuses. */
async function resolveMarks(
  db: Kysely<Database>,
  marks: readonly Mark[],
  rules: IdentityRules,
): Promise<readonly string[]> {
  const ids = marks.map(({ id }) => id)
  try {
    await resolveIds(db, marks, { rules, markIds: ids })
    return []
  } catch (error) {
    if (!(error instanceof PipelineError) || error.disposition !== 'dead') throw error
    if (marks.length === 1) {
      await db
        .updateTable('identityTouched')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', ids)
        .execute()
      return ids
    }
    const half = Math.ceil(marks.length / 2)
    return [
      ...(await resolveMarks(db, marks.slice(0, half), rules)),
      ...(await resolveMarks(db, marks.slice(half), rules)),
    ]
  }
}

export interface ResolvedIds {
  /** Ids whose row changed. */
  readonly changed: number
  /** The names of all ids that were looked at. */
  readonly names: ReadonlySet<string>
}

/**
 * These ids, and all that depend on them, have the customer that the links say. Every id that may change is locked, in one
 * order, before the links are read that decide: so two calls that meet do the same as one after the other, and events wait.
 * Customers of whom more turns out than was locked are done in a later transaction, which locks all of it.
 */
export async function resolveIds(
  db: Kysely<Database>,
  given: readonly CustomerKey[],
  {
    rules,
    markIds = [],
    found,
  }: {
    readonly rules: IdentityRules
    readonly markIds?: readonly string[]
    /** What a look without locks found already. */
    readonly found?: Pick<Explored, 'keys'>
  },
): Promise<ResolvedIds> {
  let seeds: ReadonlyMap<string, CustomerKey> = new Map(given.map((key) => [nameOfKey(key), key]))
  let locked: ReadonlyMap<string, CustomerKey> = found?.keys ?? seeds
  const names = new Set<string>()
  for (let changed = 0; ;) {
    const done = await inTransaction(db, async (transaction) => {
      const explored = await exploreLocked(transaction, { seeds, locked, rules })
      const { closed, open } = splitByHeld(explored, (name) => locked.has(name))
      const more = await applyCustomers(transaction, closed)
      if (open.size === 0) await deleteMarks(transaction, markIds)
      return { changed: more, closed, open: new Map([...explored.keys].filter(([name]) => open.has(name))) }
    })
    changed += done.changed
    for (const name of done.closed.keys.keys()) names.add(name)
    if (done.open.size === 0) return { changed, names }
    locked = done.open
    seeds = done.open
  }
}

/** What depends on `seeds`, while the rows of `locked` are. Ids of links that have no row get one. */
async function exploreLocked(
  transaction: Transaction<Database>,
  {
    seeds,
    locked,
    rules,
  }: {
    readonly seeds: ReadonlyMap<string, CustomerKey>
    readonly locked: ReadonlyMap<string, CustomerKey>
    readonly rules: IdentityRules
  },
): Promise<Explored> {
  const rows = await lockIds(transaction, [...locked.values()])
  const look = (known: ReadonlyMap<string, IdRow>) =>
    explore(createDatabaseReader(transaction, known), [...seeds.values()], rules)
  const explored = await look(rows)
  const { keys, isLinked } = explored
  const unheld = [...keys].filter(([name]) => locked.has(name) && !explored.rows.has(name) && isLinked(name))
  if (unheld.length === 0) return explored
  const held = await holdIds(
    transaction,
    unheld.map(([, key]) => key),
  )
  return await look(new Map([...rows, ...held]))
}

async function deleteMarks(transaction: Transaction<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from identityTouched where id in (${valueList(ids)})`.execute(transaction)
}

async function lockIds(
  transaction: Transaction<Database>,
  keys: readonly CustomerKey[],
): Promise<Map<string, IdRow>> {
  return await findIdRows(transaction, keys, 'update')
}
