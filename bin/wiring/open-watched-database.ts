import type { Kysely } from 'kysely'
import { type ConnectOptions, createDatabase } from '../../src/db/mysql/connect.ts'
import { createDatabaseWatch, type DatabaseWatch, probeDatabase } from '../../src/db/mysql/database-watch.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'

/** A database whose pool reports every fault of the server to one watch. Start the watch when the tables are there. */
export function openWatchedDatabase(
  options: Omit<ConnectOptions, 'onTrouble'>,
  log: Logger,
): { readonly db: Kysely<Database>; readonly watch: DatabaseWatch } {
  const watch = createDatabaseWatch({ probe: () => probeDatabase(db), log })
  const db = createDatabase({ ...options, onTrouble: watch.report })
  showAvailable(true)
  watch.onChange((refuses) => showAvailable(!refuses))
  return { db, watch }
}

function showAvailable(isAvailable: boolean): void {
  metrics.databaseAvailable.set({ role: 'worker' }, isAvailable ? 1 : 0)
}
