import type { Kysely, Transaction } from 'kysely'
import { backoffMs } from '../../backoff.ts'
import { isLostConnection, isLostRace } from './database-error.ts'
import type { Database } from './schema.ts'

const maxRaces = 6
const maxReconnects = 2

/**
 * `work` ran in one transaction, which is committed; the value is what it returned. When the transaction lost a race (deadlock,
 * lock wait, changed row) or its connection, all of `work` runs again: it must have no effect but in this transaction, and
 * writes that a unique key makes repeatable, as a connection lost during COMMIT leaves open whether it was committed.
 * Throws DatabaseBusyError (retry) when that did not help, RejectedRowsError (dead) when the data are refused.
 */
export async function inTransaction<Result>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return await again(() => db.transaction().execute(work))
}

/** Runs it; runs it again when it lost a race or its connection. For a single statement that may be repeated. */
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

/** Random, so that two that met do not meet again: up to 10, 20, 40 … 640 ms. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, backoffMs(attempt, { firstMs: 10, longestMs: 640, jitter: 1 }))
  })
}
