/** Which event a mid names. The day of its event is not known, and only the day and its key together have an index. */
import { type Kysely, sql } from 'kysely'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

const dayMs = 86_400_000
/** Days of one statement. Most questions are about the last few. */
const firstDays = 8
const daysAtOnce = 48
/** Statements under way. Pages of long ago must come from the disk, and come sooner together. */
const atOnce = 4
/** Some four years. Where a clock was wrong, or an old table is that large, the days that occur are read before. */
const mostDays = 1_500

/**
 * The numbers of the interactions with one of these event keys (32 hex digits), of the newest days that have one.
 * It looks at the days from the newest to the oldest, each key a step in the unique index. For a tracked event that another
 * one changes, `findOnAnyDay` does the same in its transaction.
 */
export async function findByKeys(db: Kysely<Database>, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return []
  const days = await daysOf(db)
  const newest = await findOn(db, days.slice(0, firstDays), keys)
  if (newest.length > 0) return newest
  const groups: (readonly string[])[] = []
  for (let from = firstDays; from < days.length; from += daysAtOnce)
    groups.push(days.slice(from, from + daysAtOnce))
  for (let from = 0; from < groups.length; from += atOnce) {
    const some = groups.slice(from, from + atOnce)
    const found = await Promise.all(some.map((group) => findOn(db, group, keys)))
    if (found.some((ids) => ids.length > 0)) return found.flat()
  }
  return []
}

/** From the newest to the oldest day that has an event. A day between them may have none. */
async function daysOf(db: Kysely<Database>): Promise<readonly string[]> {
  const { oldest, newest } = await db
    .selectFrom('interaction')
    .select(({ fn }) => [fn.min('eventDay').as('oldest'), fn.max('eventDay').as('newest')])
    .executeTakeFirstOrThrow()
  if (oldest === null || newest === null) return []
  const last = Date.parse(newest)
  const count = (last - Date.parse(oldest)) / dayMs + 1
  if (count > mostDays) return await recordedDays(db)
  return Array.from({ length: count }, (_, back) => new Date(last - back * dayMs).toISOString().slice(0, 10))
}

async function recordedDays(db: Kysely<Database>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('interaction')
    .select('eventDay')
    .where('eventDay', 'is not', null)
    .groupBy('eventDay')
    .orderBy('eventDay', 'desc')
    .execute()
  return rows.flatMap(({ eventDay }) => eventDay ?? [])
}

async function findOn(
  db: Kysely<Database>,
  days: readonly string[],
  keys: readonly string[],
): Promise<readonly string[]> {
  if (days.length === 0) return []
  const binary = keys.map((key) => Buffer.from(key, 'hex'))
  const { rows } = await again(() =>
    sql<{ readonly id: string }>`select kwInteractionId as id from interaction force index (eventOnce)
      where eventDay in (${sql.join(days)}) and eventKey in (${sql.join(binary)})`.execute(db),
  )
  return rows.map(({ id }) => id)
}
