import type { Kysely } from 'kysely'
import { createLedger } from '../src/db/ledger.ts'
import { purgeReceipts } from '../src/db/purge-receipts.ts'
import type { Database } from '../src/db/schema.ts'
import type { Logger } from '../src/telemetry/log.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** The ledger has an index by time, the receipts are walked through. */
const tasks = [
  { everyMs: 10 * minuteMs, what: 'raw bodies', purge: purgeLedger },
  { everyMs: dayMs, what: 'receipts', purge: purgeReceipts },
] as const

/** Old raw bodies and receipts leave the database, a slice at a time. Several workers may do it at once. */
export function startHousekeeping(
  db: Kysely<Database>,
  { ledgerDays, log }: { ledgerDays: number; log: Logger },
): { stop(): void } {
  const timers = tasks.map(({ everyMs, what, purge }) => {
    async function tidy(): Promise<void> {
      const rows = await purge(db, new Date(Date.now() - ledgerDays * dayMs))
      if (rows > 0) log.info({ rows }, `old ${what} removed`)
    }
    return setInterval(() => {
      tidy().catch((error: unknown) =>
        log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, `${what}: tidying up later`),
      )
    }, everyMs).unref()
  })
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) }
}

const rowsAtOnce = 500

async function purgeLedger(db: Kysely<Database>, before: Date): Promise<number> {
  const ledger = createLedger(db)
  let purged = 0
  for (let gone = rowsAtOnce; gone === rowsAtOnce; purged += gone)
    gone = await ledger.purgeBefore(before, rowsAtOnce)
  return purged
}
