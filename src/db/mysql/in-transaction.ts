import type { Kysely, Transaction } from 'kysely'
import { backoffMs } from '../../backoff.ts'
import { isLostConnection, isLostRace } from './database-error.ts'
import type { Database } from './schema.ts'

const maxRaces = 6
const maxReconnects = 2

/**
 * Runs `work` in one transaction, commits it and returns its value. If the transaction loses a race (deadlock, lock
 * wait, changed row) or its connection, all of `work` runs again. So `work` must have no effect outside this
 * transaction, and a unique key must make its writes repeatable: after a connection lost during COMMIT it is not
 * known whether the transaction was committed. Throws DatabaseBusyError (retry) if that does not help,
 * RejectedRowsError (dead) if the data are refused.
 */
export async function inTransaction<Result>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return await again(() => db.transaction().execute(work))
}

/** Runs `work` again when it loses a race or its connection. For a single statement that may be repeated. */
export async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let races = 0, reconnects = 0; ;) {
    try {
      return await work()
    } catch (error) {
      if (isLostRace(error) && races < maxRaces) races += 1
      else if (isLostConnection(error) && reconnects < maxReconnects) reconnects += 1
      else throw error
      await pause(races + reconnects)
    }
  }
}

/** A random wait of up to 10, 20, 40 … 640 ms, so that two transactions that met do not meet again. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, backoffMs(attempt, { firstMs: 10, longestMs: 640, jitter: 1 }))
  })
}
