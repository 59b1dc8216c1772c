/** Removes dead letters and notifications that name a forgotten customer. */
import { type Kysely, sql } from 'kysely'
import { names, type PersonTraces, withoutPerson } from '../../facebook/without-person.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { deleteWhere } from './delete-where.ts'
import type { Removed } from '../../privacy/forget-plan.ts'

const rowsAtOnce = 1_000

/** Whole dead letters: each is one event, or a delivery that could not be read. May be repeated. */
export async function forgetDeadLetters(db: Kysely<Database>, traces: PersonTraces): Promise<Removed> {
  const ids = await findNaming(db, { table: 'deadLetter', column: 'payload' }, traces)
  let rows = 0
  for (const id of ids) {
    const letter = await db.selectFrom('deadLetter').select('payload').where('id', '=', id).executeTakeFirst()
    const text = letter?.payload.toString() ?? ''
    if (names(text, [...traces.ids, ...traces.contents]) || withoutPerson(text, traces) !== text)
      rows += await deleteWhere(db, 'deadLetter', 'id', [id])
  }
  return { deadLetter: rows }
}

/** Notifications name a customer by the id, and by name and words with NOTIFY_TEXTS. May be repeated. */
export async function forgetNotifications(db: Kysely<Database>, traces: PersonTraces): Promise<Removed> {
  const ids = await findNaming(
    db,
    { table: 'notification', column: 'says' },
    { ...traces, contents: new Set() },
  )
  return { notification: await deleteWhere(db, 'notification', 'id', ids) }
}

/** Both tables are small: they hold what went wrong, and the last 30 days. They are read by their key, in pieces. */
async function findNaming(
  db: Kysely<Database>,
  { table, column }: { readonly table: 'deadLetter' | 'notification'; readonly column: string },
  { ids, contents }: PersonTraces,
): Promise<string[]> {
  const words = [...ids, ...contents]
  if (words.length === 0) return []
  const found: string[] = []
  const { last } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  const { first } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.min('id').as('first'))
    .executeTakeFirstOrThrow()
  for (let from = BigInt(first ?? 1); from <= BigInt(last ?? 0); from += BigInt(rowsAtOnce))
    for (let at = 0; at < words.length; at += wordsAtOnce) {
      const some = words.slice(at, at + wordsAtOnce)
      const { rows } = await again(() =>
        sql<{ id: string }>`select id from ${sql.table(table)}
          where id >= ${String(from)} and id < ${String(from + BigInt(rowsAtOnce))} and (${sql.join(
            some.map((word) => sql`locate(cast(${word} as binary), cast(${sql.ref(column)} as binary)) > 0`),
            sql` or `,
          )})`.execute(db),
      )
      found.push(...rows.map(({ id }) => id))
    }
  return [...new Set(found)]
}

const wordsAtOnce = 50
