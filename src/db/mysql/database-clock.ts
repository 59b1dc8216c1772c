/**
 * The database's clock, as this process knows it. Workers on several machines date claims, schedules and pauses by it,
 * because their own clocks may differ. Statements that run anyway tell the time; between them the process counts on
 * with its monotonic clock, which nobody sets.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'

/** In a statement: ms since the epoch by the database's clock, when the statement begins. */
export const databaseNow: RawBuilder<string> = sql<string>`timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000`

export interface DatabaseClock {
  /**
   * ms since the epoch by the database's clock. It is never behind that clock, and ahead of it by less than the round
   * trip of the fastest statement that told the time. Until the first one it is the machine's time.
   */
  now(): number
  /** A statement that was sent at `sentAt` (of `performance.now()`) has told this time. */
  tell(databaseMs: number, sentAt: number): void
  /** Asks the database for its time, by a statement of its own. */
  ask(): Promise<void>
  /** How far the machine's clock is ahead of the database's, ms. Undefined until the time is known. */
  machineAheadMs(): number | undefined
}

/** Between them is what the database's clock shows more than this process's monotonic clock. */
interface Bounds {
  readonly least: number
  readonly most: number
  readonly at: number
}

/** Two clocks of machines differ by less than this for each ms that passes. */
const drift = 0.0002

export function createDatabaseClock(
  db: Kysely<Database>,
  {
    monotonic = () => performance.now(),
    machine = Date.now,
  }: { readonly monotonic?: () => number; readonly machine?: () => number } = {},
): DatabaseClock {
  let bounds: Bounds | undefined
  const now = (): number => (bounds === undefined ? machine() : Math.ceil(monotonic() + bounds.most))

  function tell(databaseMs: number, sentAt: number): void {
    const at = monotonic()
    const told: Bounds = { least: databaseMs - at, most: databaseMs + 1 - sentAt, at } // the database cuts fractions off
    bounds = bounds === undefined ? told : narrowed(bounds, told)
  }

  return {
    now,
    tell,
    async ask() {
      const sentAt = monotonic()
      const { rows } = await sql<{ readonly now: string }>`select ${databaseNow} as now`.execute(db)
      for (const row of rows) tell(Number(row.now), sentAt)
    },
    machineAheadMs: () => (bounds === undefined ? undefined : machine() - now()),
  }
}

/** What both tell. If they contradict each other the database's clock was set, or it is another server: the later counts. */
function narrowed(before: Bounds, told: Bounds): Bounds {
  const driftMs = Math.max(0, told.at - before.at) * drift
  const least = Math.max(before.least - driftMs, told.least)
  const most = Math.min(before.most + driftMs, told.most)
  return least > most ? told : { least, most, at: told.at }
}

/** For a command: the database's clock, from one statement. */
export async function databaseTime(db: Kysely<Database>): Promise<() => number> {
  const clock = createDatabaseClock(db)
  await clock.ask()
  return clock.now
}
