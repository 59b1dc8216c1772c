import type { Kysely } from 'kysely'
import { createLedger } from '../src/db/ledger.ts'
import { purgeReceipts } from '../src/db/purge-receipts.ts'
import type { Database } from '../src/db/schema.ts'
import type { Logger } from '../src/telemetry/log.ts'

const everyMs = 10 * 60_000
const rowsAtOnce = 500
const dayMs = 86_400_000

/** Old raw bodies and receipts leave the database, a few rows at a time. Several workers may do it at once. */
export function startHousekeeping(
  db: Kysely<Database>,
  { ledgerDays, log }: { ledgerDays: number; log: Logger },
): { stop(): void } {
  const ledger = createLedger(db)
  async function tidy(): Promise<void> {
    const before = new Date(Date.now() - ledgerDays * dayMs)
    let purged = 0
    for (let gone = rowsAtOnce; gone === rowsAtOnce; purged += gone)
      gone = await ledger.purgeBefore(before, rowsAtOnce)
    const receipts = await purgeReceipts(db, before, rowsAtOnce)
    if (purged + receipts > 0) log.info({ groups: purged, receipts }, 'old raw bodies and receipts removed')
  }
  const timer = setInterval(() => {
    tidy().catch((error: unknown) =>
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'tidying up later'),
    )
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
