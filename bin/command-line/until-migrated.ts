import pRetry from 'p-retry'
import type { Kysely } from 'kysely'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { DatabaseBusyError, describeFault } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'

/**
 * The database answers and has the tables of this version: true. One that is not up yet is asked again, every 0.25 s at first,
 * every 5 s at last, with a line in the log each time, until `stop` is aborted: false. Throws DatabaseNotMigratedError, and
 * what the database says for good (no such user, no such database).
 */
export async function untilMigrated(
  db: Kysely<Database>,
  { log, stop }: { log: Logger; stop: AbortSignal },
): Promise<boolean> {
  try {
    await pRetry(() => requireMigrated(db), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 250,
      maxTimeout: 5_000,
      signal: stop,
      shouldRetry: ({ error }) => error instanceof DatabaseBusyError,
      onFailedAttempt({ error, retryDelay }) {
        if (!(error instanceof DatabaseBusyError)) return
        log.warn({ reason: describeFault(error.fault), againInMs: retryDelay }, 'waiting for the database')
      },
    })
    return true
  } catch (error) {
    if (stop.aborted) return false
    throw error
  }
}
