import { type Kysely, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import { countHours } from './count-hours.ts'
import { hourMs } from './slots.ts'

/** Goes through all days from the latest to the first, counts them, and begins anew. */
export interface Sweep {
  /** Counts the next hours. Returns how many rows were wrong. */
  next(): Promise<number>
  /** Every hour has been counted once. */
  isComplete(): boolean
  /** Hours from this one on have been counted; 0: all. Undefined: none. */
  countedDownTo(): number | undefined
}

const mostHours = 24
/** A statement must end long before its time is up. */
const slowMs = 8_000
const quickMs = 1_000

export function createSweep(
  db: Kysely<Database>,
  {
    now,
    countedDownTo,
  }: {
    readonly now: () => number
    /** Where a process before this one stopped. */
    readonly countedDownTo: number | undefined
  },
): Sweep {
  let downTo = countedDownTo
  let at: number | undefined = downTo === 0 ? undefined : downTo
  let oldest: number | undefined
  let size = mostHours

  return {
    isComplete: () => downTo === 0,
    countedDownTo: () => downTo,
    async next() {
      if (at === undefined) oldest = undefined
      oldest ??= await findOldest(db)
      const toHour = at ?? Math.ceil(now() / hourMs)
      const fromHour = Math.max(toHour - size, Math.min(oldest, toHour))
      const startedMs = performance.now()
      const wrong = await countHours(db, { fromHour, toHour }).catch((error: unknown) => {
        size = Math.max(1, Math.floor(size / 4))
        throw error
      })
      const tookMs = performance.now() - startedMs
      if (tookMs > slowMs) size = Math.max(1, Math.floor(size / 2))
      if (tookMs < quickMs) size = Math.min(mostHours, size * 2)
      const isEnd = fromHour <= oldest
      if (downTo !== 0) downTo = isEnd ? 0 : fromHour
      at = isEnd ? undefined : fromHour
      return wrong
    },
  }
}

/** The first hour of which the tables, or the numbers, know. */
async function findOldest(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    readonly day: string | null
    readonly ts: string | null
    readonly hour: number | null
  }>`
    select (select min(eventDay) from interaction where eventDay > '1970-01-02') as day,
      (select min(ts) from turn where ts > 0) as ts,
      (select min(h) from (select min(hour) as h from insightHour group by metric) m) as hour`.execute(db)
  const [row] = rows
  const day =
    row?.day === null || row?.day === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(row.day) / hourMs
  const turn =
    row?.ts === null || row?.ts === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(Number(row.ts) / hourMs)
  return Math.min(day, turn, row?.hour ?? Number.MAX_SAFE_INTEGER)
}
