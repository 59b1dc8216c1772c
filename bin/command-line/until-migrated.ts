import pRetry from 'p-retry'
import type { Kysely } from 'kysely'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { DatabaseBusyError, describeFault } from '../../src/errors.ts'
import type { Logger } from '../../src/telemetry/log.ts'

/**
 * True when the database answers and has the tables of this version. A database that does not answer is asked again,
 * first after 0.25 s, later every 5 s, with a log line each time. False when `stop` is aborted meanwhile. Throws
 * DatabaseNotMigratedError, and errors that waiting does not mend (no such user, no such database).
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
