import type { Ledger } from '../src/db/events/ledger.ts'
import type { Logger } from '../src/telemetry/log.ts'

export interface HousekeepingDeps {
  readonly ledger: Pick<Ledger, 'purgeBefore'>
  /** Deletes receipts older than `before`; returns how many rows went. */
  readonly purgeReceipts: (before: Date) => Promise<number>
  readonly ledgerDays: number
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const rowsAtOnce = 500

/** Deletes raw bodies and receipts older than `ledgerDays`, a slice at a time. Several workers may run it at once. */
export function startHousekeeping({ ledger, purgeReceipts, ledgerDays, log }: HousekeepingDeps): {
  stop(): void
} {
  async function purgeLedger(before: Date): Promise<number> {
    let purged = 0
    for (let gone = rowsAtOnce; gone === rowsAtOnce; purged += gone)
      gone = await ledger.purgeBefore(before, rowsAtOnce)
    return purged
  }

  // The ledger has an index by time; the receipts are walked through.
  const tasks = [
    { everyMs: 10 * minuteMs, what: 'raw bodies', purge: purgeLedger },
    { everyMs: dayMs, what: 'receipts', purge: purgeReceipts },
  ] as const
  const timers = tasks.map(({ everyMs, what, purge }) => {
    async function tidy(): Promise<void> {
      const rows = await purge(new Date(Date.now() - ledgerDays * dayMs))
      if (rows > 0) log.info({ rows }, `old ${what} deleted`)
    }
    return setInterval(() => {
      tidy().catch((error: unknown) =>
        log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, `${what}: deleting later`),
      )
    }, everyMs).unref()
  })
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) }
}
