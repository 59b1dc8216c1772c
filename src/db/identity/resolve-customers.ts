/** Customers follow from the links: what was marked is looked at again, and rows get the customer that the links say. */
import { sql, type Kysely, type Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import { explore, type Explored, type IdentityRules } from '../../identity/explore.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { applyCustomers } from './apply-customers.ts'
import { byKind, findIdRows, holdIds } from './customer-ids.ts'
import { readIdentityRules } from './identity-rules.ts'
import { createDatabaseReader } from './database-reader.ts'

export interface ResolveOptions {
  /** The most marks that are taken. Absent: all that there are. */
  readonly atMost?: number
  /** Only marks of these ids. Absent: of all. */
  readonly of?: readonly CustomerKey[]
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
  { atMost = Infinity, of, rules }: ResolveOptions = {},
): Promise<Resolved> {
  const all = { ...(await readIdentityRules(db)), ...rules }
  const failed = new Set<string>()
  let resolved = 0
  while (resolved + failed.size < atMost) {
    const most = Math.min(marksAtOnce, atMost - resolved - failed.size) + failed.size
    const found = of === undefined ? await findMarks(db, most) : await findMarksOf(db, of)
    const marks = found.filter(({ id }) => !failed.has(id)).slice(0, marksAtOnce)
    if (marks.length === 0) break
    const refused = await resolveMarks(db, marks, all)
    for (const id of refused) failed.add(id)
    resolved += marks.length - refused.length
  }
  return { resolved, left: await countMarks(db) }
}

interface Mark extends CustomerKey {
  readonly id: string
}

/** Those that failed least come first. */
async function findMarks(db: Kysely<Database>, most: number): Promise<Mark[]> {
  const { rows } = await sql<Mark>`select id, cidType as kind, channelId as value
    from identityTouched force index (attemptsIndex)
    where attempts < ${mostAttempts} order by attempts, id limit ${most}`.execute(db)
  return rows
}

async function findMarksOf(db: Kysely<Database>, keys: readonly CustomerKey[]): Promise<Mark[]> {
  const marks: Mark[] = []
  for (const [kind, values] of byKind(keys)) {
    const { rows } = await sql<Mark>`select id, cidType as kind, channelId as value
      from identityTouched force index (idIndex)
      where channelId in (${sql.join(values)}) and cidType = ${kind} and attempts < ${mostAttempts}`.execute(
      db,
    )
    marks.push(...rows)
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

/**
 * These ids, and all that depend on them, have the customer that the links say. Returns the number of ids whose row
 * changed. Every id that may change is locked, in one order, before the links are read that decide: so two calls that
 * meet do the same as one after the other, and events wait.
 */
export async function resolveIds(
  db: Kysely<Database>,
  seeds: readonly CustomerKey[],
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
): Promise<number> {
  let { keys } = found ?? (await explore(createDatabaseReader(db), seeds, rules))
  for (;;) {
    const locked = keys
    const done = await inTransaction(db, async (transaction) => {
      await lockIds(transaction, [...locked.values()])
      const now = await explore(createDatabaseReader(transaction), seeds, rules)
      const unlinked = [...now.keys].filter(([name]) => !now.rows.has(name) && now.isLinked(name))
      if ([...now.keys.keys()].some((name) => !locked.has(name))) return { keys: now.keys }
      if (unlinked.length > 0) {
        await holdIds(
          transaction,
          unlinked.map(([, key]) => key),
        )
        return await applyCustomers(
          transaction,
          await explore(createDatabaseReader(transaction), seeds, rules),
          markIds,
        )
      }
      return await applyCustomers(transaction, now, markIds)
    })
    if (typeof done === 'number') return done
    ;({ keys } = done)
  }
}

async function lockIds(transaction: Transaction<Database>, keys: readonly CustomerKey[]): Promise<void> {
  await findIdRows(
    transaction,
    keys.toSorted((a, b) => (nameOfKey(a) < nameOfKey(b) ? -1 : 1)),
    'update',
  )
}
