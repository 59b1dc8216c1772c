/** Which event a mid names. The day of its event is not known, and only the day and its key together have an index. */
import { type Kysely, sql } from 'kysely'
import { daysFrom, firstAndLastDay, scanDays } from '../events/interaction-ids.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { allAtOnce } from '../mysql/all-at-once.ts'

/** The latest days are looked at first: most questions are about them. */
const latest = [
  { days: 4, atOnce: 2 },
  { days: 4, atOnce: 8 },
] as const
/** Pages of long ago must come from the disk, and come sooner together. */
const earlier = { days: 24, atOnce: 16 } as const
/** Some four years. Where a clock was wrong, or an old table is that large, the days that occur are read before. */
const mostDays = 1_500

/**
 * The numbers of the interactions with one of these event keys (32 hex digits), of the newest days that have one. The keys
 * come in groups, the likeliest first: on days of long ago the next group is only looked for where the one before is on
 * none of them. Each key is a step in the unique index, day by day. For a tracked event that another one changes,
 * `findOnAnyDay` does the same in its transaction.
 */
export async function findByKeys(
  db: Kysely<Database>,
  groups: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const all = groups.flat()
  if (all.length === 0) return []
  const days = await daysOf(db)
  let from = 0
  for (const step of latest) {
    const found = await findTogether(db, days.slice(from), all, step)
    if (found.length > 0) return found
    from += step.days * step.atOnce
  }
  for (const keys of groups) {
    for (let at = from; at < days.length; at += earlier.days * earlier.atOnce) {
      const found = await findTogether(db, days.slice(at), keys, earlier)
      if (found.length > 0) return found
    }
  }
  return []
}

/** On the first of the days, `atOnce` statements of `step.days` each. */
async function findTogether(
  db: Kysely<Database>,
  days: readonly string[],
  keys: readonly string[],
  step: { readonly days: number; readonly atOnce: number },
): Promise<readonly string[]> {
  const parts = Array.from({ length: step.atOnce }, (_, part) =>
    days.slice(part * step.days, (part + 1) * step.days),
  )
  return (await allAtOnce(parts, async (some) => await findOn(db, some, keys))).flat()
}

/** From the newest to the oldest day that has an event. A day between them may have none. */
async function daysOf(db: Kysely<Database>): Promise<readonly string[]> {
  const ends = await firstAndLastDay(db)
  if (ends === undefined) return []
  const days = daysFrom(ends.newest, { most: mostDays, oldest: ends.oldest })
  return days.at(-1) === ends.oldest ? days : await scanDays(db, ends.newest)
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
