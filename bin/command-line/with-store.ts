import { readConfig } from '../../src/config.ts'
import { type AppParams, createAppParams } from '../../src/db/pages/app-params.ts'
import { type CheckedFindings, recordFindings } from '../../src/db/pages/page-findings.ts'
import { createRegisteredPages, type RegisteredPages } from '../../src/db/pages/registered-pages.ts'
import { createWakeUps, type WakeUps } from '../../src/db/conversation/wake-ups.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { withDatabase } from './with-database.ts'

/** What the commands `param` and `page` store in the database. */
export interface Store {
  readonly params: AppParams
  readonly pages: RegisteredPages
  readonly wakeUps: WakeUps
  /** The console shows them. */
  recordFindings(found: CheckedFindings): Promise<void>
}

/** Runs `work` on the migrated database of DATABASE_URL. Secrets can be read if PAGEBEAT_SECRET_KEY is set. */
export async function withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env, { required: ['DATABASE_URL'], optional: ['PAGEBEAT_SECRET_KEY'] })
  const box =
    config.PAGEBEAT_SECRET_KEY === undefined ? undefined : createSecretBox(config.PAGEBEAT_SECRET_KEY)
  return await withDatabase((db) =>
    work({
      params: createAppParams(db, box),
      pages: createRegisteredPages(db),
      wakeUps: createWakeUps(db),
      recordFindings: (found) => recordFindings(db, found),
    }),
  )
}
