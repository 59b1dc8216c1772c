/** The table `pageActivity`: events of each Page in each ten minutes, counted from the rows of `interaction`. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import { rhythmWeeks, slotMs } from '../../domain/page-rhythm.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface PageActivity {
  /** Counts the next rows of `interaction`, some at a time. False: all are counted. */
  countNext(): Promise<boolean>
  /** Pages that were added and not removed, without an event in the last half hour, with the events of each slot of the last weeks. */
  findQuiet(now: number): Promise<Map<PageId, Map<number, number>>>
  /** Slots that no rhythm needs are deleted. */
  purge(now: number): Promise<void>
}

const rowsAtOnce = 20_000
const slotSeconds = slotMs / 1_000
const keptSlots = ((rhythmWeeks + 1) * 7 * 24 * 60 * 60_000) / slotMs
/** A Page with an event in one of these slots, or in the one that runs, is not silent (`silenceOf`). */
const quietSlots = 3
const markName = 'pageActivity'

/** What the Page and the bot do themselves says nothing of whether Facebook sends events. */
export function createPageActivity(db: Kysely<Database>): PageActivity {
  return {
    countNext: () => inTransaction(db, countNext),
    async findQuiet(now) {
      const current = Math.floor(now / slotMs)
      const quiet = await db
        .selectFrom('pageActivity as a')
        .innerJoin('page as p', 'p.pageId', 'a.pageId')
        .select('a.pageId')
        .where('p.registeredTs', 'is not', null)
        .groupBy('a.pageId')
        .having(({ fn }) => fn.max('a.slot'), '<', current - quietSlots)
        .execute()
      const found = new Map<PageId, Map<number, number>>()
      for (const { pageId } of quiet) {
        const slots = await db
          .selectFrom('pageActivity')
          .select(['slot', 'events'])
          .where('pageId', '=', pageId)
          .where('slot', '>', current - keptSlots)
          .execute()
        found.set(pageId, new Map(slots.map(({ slot, events }) => [slot, events])))
      }
      return found
    },
    async purge(now) {
      await db
        .deleteFrom('pageActivity')
        .where('slot', '<=', Math.floor(now / slotMs) - keptSlots)
        .execute()
    },
  }
}

/** The mark is locked, so each row is counted once, also by two workers. Rows that are committed late are left out. */
async function countNext(transaction: Transaction<Database>): Promise<boolean> {
  const { newest } = await transaction
    .selectFrom('interaction')
    .select(({ fn }) => fn.max('kwInteractionId').as('newest'))
    .executeTakeFirstOrThrow()
  const end = Number(newest ?? 0)
  const mark = await transaction
    .selectFrom('mark')
    .select('position')
    .where('name', '=', markName)
    .forUpdate()
    .executeTakeFirst()
  const from = mark === undefined ? await findStart(transaction, end) : Number(mark.position)
  if (mark !== undefined && from >= end) return false
  const to = Math.min(end, from + rowsAtOnce)
  await sql`
    insert into pageActivity (pageId, slot, events)
    select pageId, timestampdiff(second, '1970-01-01', ts) div ${slotSeconds} as slot, count(*) as events
    from interaction
    where kwInteractionId > ${from} and kwInteractionId <= ${to}
      and pageId is not null and direction = 'in' and ts >= '1970-01-02'
    group by pageId, slot
    on duplicate key update events = pageActivity.events + values(events)
  `.execute(transaction)
  await sql`
    insert into mark (name, position) values (${markName}, ${to})
    on duplicate key update position = values(position)
  `.execute(transaction)
  return to < end
}

/** The last row that is older than every rhythm needs. Ids grow with time, more or less. */
async function findStart(transaction: Transaction<Database>, end: number): Promise<number> {
  const oldest = new Date(Date.now() - keptSlots * slotMs)
  let [low, high] = [0, end]
  while (high - low > rowsAtOnce) {
    const middle = Math.floor((low + high) / 2)
    const row = await transaction
      .selectFrom('interaction')
      .select('ts')
      .where('kwInteractionId', '>', String(middle))
      .orderBy('kwInteractionId')
      .limit(1)
      .executeTakeFirst()
    if (row?.ts !== undefined && row.ts !== null && row.ts < oldest) low = middle
    else high = middle
  }
  return low
}
