/** Tells the operator when the clocks of this machine, the database and Facebook differ. */
import type { Kysely } from 'kysely'
import { createDatabaseClock, type DatabaseClock } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { ConfigError } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'

export interface ClockWatch {
  /** Facebook's clock, from the header `Date` of a response, ms to the second. */
  facebookTold(serverTimeMs: number): void
  stop(): void
}

const askEveryMs = 10_000
/** A smaller difference is that of a second that is cut off, and of a slow response. */
const toleratedMs = 5_000
const logAgainMs = 10 * 60_000

/** Asks the database for its time now and every few seconds, so that a quiet worker knows it too. */
export function watchClock(
  clock: DatabaseClock,
  {
    log,
    uptime = () => performance.now(),
  }: { readonly log: Pick<Logger, 'warn'>; readonly uptime?: () => number },
): ClockWatch {
  const logged = new Map<string, number>()

  function compare(other: 'database' | 'facebook', aheadMs: number): void {
    metrics.clockAhead.set({ of: other }, aheadMs / 1000)
    const last = logged.get(other) ?? -Infinity
    if (Math.abs(aheadMs) <= toleratedMs) logged.delete(other)
    else if (uptime() - last >= logAgainMs) {
      logged.set(other, uptime())
      log.warn({ aheadSeconds: Math.round(aheadMs / 1000) }, sayings[other])
    }
  }

  async function ask(): Promise<void> {
    await clock.ask()
    const aheadMs = clock.machineAheadMs()
    if (aheadMs !== undefined) compare('database', aheadMs)
  }

  const timer = setInterval(() => void ask().catch(ignore), askEveryMs)
  timer.unref()
  void ask().catch(ignore)
  return {
    facebookTold: (serverTimeMs) => compare('facebook', clock.now() - serverTimeMs),
    stop: () => clearInterval(timer),
  }
}

/** A database that does not answer is reported by the statements that need it. */
function ignore(): void {}

const sayings = {
  database:
    "this machine's clock differs from the database's: check NTP on both (replies go by the database's clock)",
  facebook: "the database's clock differs from Facebook's: check NTP on the database server",
} as const

/** With such a difference something is broken, and raw bodies would be removed too early or too late. */
const mostAheadMs = 10 * 60_000

/**
 * The database's clock, which is known from now on. Throws ConfigError if the machine's clock differs from it by more
 * than ten minutes.
 */
export async function requireSameTime(
  db: Kysely<Database>,
  machine: () => number = Date.now,
): Promise<DatabaseClock> {
  const clock = createDatabaseClock(db, { machine })
  await clock.ask()
  const aheadMs = clock.machineAheadMs() ?? 0
  if (Math.abs(aheadMs) <= mostAheadMs) return clock
  const here = new Date(machine()).toISOString()
  const there = new Date(clock.now()).toISOString()
  throw new ConfigError([
    `the clock of this machine shows ${here}, that of the database ${there}: set the wrong one (NTP), then start again`,
  ])
}
