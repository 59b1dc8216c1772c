import { type Kysely, sql, type Transaction } from 'kysely'
import { eventDayOf } from '../../domain/event-key.ts'
import type { Database } from '../mysql/schema.ts'

export interface FoundInteraction {
  /** The event key, 32 hex digits. */
  readonly key: string
  readonly id: string
  /** ms since the epoch */
  readonly ts: number | undefined
}

/**
 * Which of the events are in `interaction`. It makes one look-up in the unique index for each day, and batches have
 * few days.
 */
export async function findInteractions(
  transaction: Transaction<Database>,
  events: readonly { readonly key: string; readonly ts: number; readonly dayTs?: number }[],
): Promise<FoundInteraction[]> {
  const found: FoundInteraction[] = []
  for (const [day, ofDay] of Map.groupBy(events, eventDayOf)) {
    const keys = ofDay.map(({ key }) => key)
    found.push(...(await findByKey(transaction, [day], keys)))
  }
  return found
}

/** The event keys of these rows, by id. */
export async function findKeysOfIds(
  transaction: Transaction<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('interaction')
    .select(['kwInteractionId', 'eventKey'])
    .where('kwInteractionId', 'in', ids)
    .execute()
  return new Map(
    rows.map(({ kwInteractionId, eventKey }) => [kwInteractionId, eventKey?.toString('hex') ?? '']),
  )
}

/**
 * The most days and keys in one statement. Their product is the number of ranges, which must stay small for the
 * optimizer.
 */
const daysAtOnce = 32
const keysAtOnce = 200

/**
 * The ids of events whose day is not known: comments and messages that a later event changes. It searches the unique
 * index day by day, the newest first, as an index by key alone would cost every insert a random page
 * (docs/decisions/0004-finding-originals.md). Keys of events that were never recorded are left out.
 */
export async function findOnAnyDay(
  transaction: Transaction<Database>,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  if (keys.length === 0) return ids
  for await (const days of recordedDays(transaction)) {
    for (let from = 0; from < days.length; from += daysAtOnce) {
      const open = keys.filter((key) => !ids.has(key))
      if (open.length === 0) return ids
      for (let first = 0; first < open.length; first += keysAtOnce) {
        const some = open.slice(first, first + keysAtOnce)
        const rows = await findByKey(transaction, days.slice(from, from + daysAtOnce), some)
        for (const { key, id } of rows) ids.set(key, id)
      }
    }
  }
  return ids
}

/** The number of days that are asked for one by one. Most often the first group is enough. */
const askedFor = [daysAtOnce, 480]

/**
 * The days that occur, newest first. The latest are asked for one by one: a loose scan of the unique index would do as
 * well, but the server reads the whole index instead while its statistics of the table are old. That took a tenth of
 * MariaDB's time in a new table (`npm run bench -- --quick --only b`). Older days are found by the scan.
 */
async function* recordedDays(transaction: Transaction<Database>): AsyncGenerator<readonly string[]> {
  const ends = await firstAndLastDay(transaction)
  if (ends === undefined) return
  const { oldest, newest } = ends
  let next = newest
  for (const most of askedFor) {
    if (next < oldest) return
    const days = daysFrom(next, { most, oldest })
    yield await findRecorded(transaction, days)
    next = dayBefore(days.at(-1) ?? oldest)
  }
  if (next < oldest) return
  yield await scanDays(transaction, next)
}

/** Undefined: there is no event. */
export async function firstAndLastDay(
  db: Kysely<Database>,
): Promise<{ readonly oldest: string; readonly newest: string } | undefined> {
  const { oldest, newest } = await db
    .selectFrom('interaction')
    .select(({ fn }) => [fn.min('eventDay').as('oldest'), fn.max('eventDay').as('newest')])
    .executeTakeFirstOrThrow()
  return oldest === null || newest === null ? undefined : { oldest, newest }
}

/** The days that occur, this one and earlier ones, newest first: by a scan of the unique index. */
export async function scanDays(db: Kysely<Database>, newest: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('interaction')
    .select('eventDay')
    .where('eventDay', '<=', newest)
    .groupBy('eventDay')
    .orderBy('eventDay', 'desc')
    .execute()
  return rows.flatMap(({ eventDay }) => eventDay ?? [])
}

/** This day and those before it, whether or not they occur. */
export function daysFrom(
  newest: string,
  { most, oldest }: { readonly most: number; readonly oldest: string },
): readonly string[] {
  const days = [newest]
  for (let day = dayBefore(newest); days.length < most && day >= oldest; day = dayBefore(day)) days.push(day)
  return days
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}

/** Those of the days that occur. One step in the unique index for each. */
async function findRecorded(
  transaction: Transaction<Database>,
  days: readonly string[],
): Promise<readonly string[]> {
  if (days.length === 1) return days // it is the newest
  const wanted = days.map((day) => sql`select cast(${day} as date) as day`)
  const { rows } = await sql<{ readonly day: string | null }>`
    select (select i.eventDay from interaction i force index (eventOnce) where i.eventDay = d.day limit 1) as day
    from (${sql.join(wanted, sql` union all `)}) d`.execute(transaction)
  return rows.flatMap(({ day }) => day ?? [])
}

async function findByKey(
  transaction: Transaction<Database>,
  days: readonly string[],
  keys: readonly string[],
): Promise<FoundInteraction[]> {
  const rows = await transaction
    .selectFrom('interaction')
    .select(['kwInteractionId', 'eventKey', 'ts'])
    .where('eventDay', 'in', days)
    .where(
      'eventKey',
      'in',
      keys.map((key) => Buffer.from(key, 'hex')),
    )
    .execute()
  return rows.map(({ eventKey, kwInteractionId, ts }) => ({
    key: (eventKey ?? Buffer.alloc(0)).toString('hex'),
    id: kwInteractionId,
    ts: ts?.getTime(),
  }))
}
