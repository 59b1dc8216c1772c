/** Customers follow from the links: what was marked is looked at again, and rows get the customer that the links say. */
import type { Kysely, Transaction } from 'kysely'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import { explore, type IdentityRules } from '../../identity/explore.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { applyCustomers } from './apply-customers.ts'
import { findIdRows, holdIds } from './customer-ids.ts'
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
  /** Marks that are left: at most 10,000 are counted. */
  readonly left: number
}

const marksAtOnce = 200
/** A mark that the database refused this often is left to the operator. */
export const mostAttempts = 20

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
  const seen = new Set<string>()
  let resolved = 0
  while (resolved < atMost) {
    const marks = await findMarks(db, { most: Math.min(marksAtOnce, atMost - resolved), of, seen })
    if (marks.length === 0) break
    for (const { id } of marks) seen.add(id)
    resolved += await resolveMarks(db, marks, all)
  }
  return { resolved, left: await countMarks(db) }
}

interface Mark extends CustomerKey {
  readonly id: string
}

/** Marks that this call has not taken, those that failed least first. */
async function findMarks(
  db: Kysely<Database>,
  {
    most,
    of,
    seen,
  }: {
    readonly most: number
    readonly of: readonly CustomerKey[] | undefined
    readonly seen: ReadonlySet<string>
  },
): Promise<Mark[]> {
  if (of?.length === 0) return []
  let query = db.selectFrom('identityTouched').select(['id', 'cidType', 'channelId'])
  if (of !== undefined)
    query = query.where(({ or, and, eb }) =>
      or(of.map(({ kind, value }) => and([eb('channelId', '=', value), eb('cidType', '=', kind)]))),
    )
  const rows = await query
    .where('attempts', '<', mostAttempts)
    .orderBy('attempts')
    .orderBy('id')
    .limit(most + seen.size)
    .execute()
  return rows
    .filter(({ id }) => !seen.has(id))
    .slice(0, most)
    .map(({ id, cidType, channelId }) => ({ id, kind: cidType, value: channelId }))
}

async function countMarks(db: Kysely<Database>): Promise<number> {
  const rows = await db.selectFrom('identityTouched').select('id').limit(10_000).execute()
  return rows.length
}

/** Halves the marks until one that the database refuses is alone. Returns the number of those that are resolved. */
async function resolveMarks(
  db: Kysely<Database>,
  marks: readonly Mark[],
  rules: IdentityRules,
): Promise<number> {
  const ids = marks.map(({ id }) => id)
  try {
    await resolveIds(db, marks, { rules, markIds: ids })
    return marks.length
  } catch (error) {
    if (!(error instanceof PipelineError) || error.disposition !== 'dead') throw error
    if (marks.length === 1) {
      await db
        .updateTable('identityTouched')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', ids)
        .execute()
      return 0
    }
    const half = Math.ceil(marks.length / 2)
    return (
      (await resolveMarks(db, marks.slice(0, half), rules)) +
      (await resolveMarks(db, marks.slice(half), rules))
    )
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
  { rules, markIds = [] }: { readonly rules: IdentityRules; readonly markIds?: readonly string[] },
): Promise<number> {
  let { keys } = await explore(createDatabaseReader(db), seeds, rules)
  for (;;) {
    const locked = keys
    const done = await inTransaction(db, async (transaction) => {
      await lockIds(transaction, [...locked.values()])
      const found = await explore(createDatabaseReader(transaction), seeds, rules)
      const unlinked = [...found.keys].filter(
        ([name]) => !found.rows.has(name) && found.isLinked(name) && locked.has(name),
      )
      if ([...found.keys.keys()].some((name) => !locked.has(name))) return { keys: found.keys }
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
      return await applyCustomers(transaction, found, markIds)
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
