import type { Ledger } from '../src/db/events/ledger.ts'
import type { Logger } from '../src/telemetry/log.ts'

export interface HousekeepingDeps {
  readonly ledger: Pick<Ledger, 'purgeBefore'>
  /** Deletes receipts older than `before`. Returns the number of rows. */
  readonly purgeReceipts: (before: Date) => Promise<number>
  readonly ledgerDays: number
  /** Masks the words of unsent messages. Returns their number. Absent: they are kept. */
  readonly maskUnsent?: (() => Promise<number>) | undefined
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const rowsAtOnce = 500

/**
 * Deletes raw deliveries and receipts older than `ledgerDays`, some rows at a time, and masks unsent messages. Several
 * workers may run it at once.
 */
export function startHousekeeping({ ledger, purgeReceipts, ledgerDays, maskUnsent, log }: HousekeepingDeps): {
  stop(): void
} {
  async function purgeLedger(before: Date): Promise<number> {
    let purged = 0
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce; purged += deleted)
      deleted = await ledger.purgeBefore(before, rowsAtOnce)
    return purged
  }

  // The ledger has an index by time. The receipts have none: their whole table is read.
  const tasks = [
    { everyMs: 10 * minuteMs, rowsOf: 'raw deliveries', purge: purgeLedger },
    { everyMs: dayMs, rowsOf: 'receipts', purge: purgeReceipts },
  ] as const
  const timers = tasks.map(({ everyMs, rowsOf, purge }) => {
    async function deleteOld(): Promise<void> {
      const rows = await purge(new Date(Date.now() - ledgerDays * dayMs))
      if (rows > 0) log.info({ rows }, `deleted old ${rowsOf}`)
    }
    return setInterval(() => {
      deleteOld().catch((error: unknown) =>
        log.warn(
          { reason: error instanceof Error ? error.name : 'unknown' },
          `cannot delete old ${rowsOf}: the next round tries again`,
        ),
      )
    }, everyMs).unref()
  })
  if (maskUnsent !== undefined) timers.push(startMasking(maskUnsent, log))
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) }
}

/** Well within the minute that is promised. */
const maskEveryMs = 20_000

function startMasking(
  maskUnsent: () => Promise<number>,
  log: Pick<Logger, 'info' | 'warn'>,
): ReturnType<typeof setInterval> {
  let isAtWork = false
  async function maskAll(): Promise<void> {
    if (isAtWork) return
    isAtWork = true
    try {
      const messages = await maskUnsent()
      if (messages > 0) log.info({ messages }, 'masked the words of unsent messages')
    } finally {
      isAtWork = false
    }
  }
  return setInterval(() => {
    maskAll().catch((error: unknown) =>
      log.warn(
        { reason: error instanceof Error ? error.name : 'unknown' },
        'cannot mask unsent messages: the next round tries again',
      ),
    )
  }, maskEveryMs).unref()
}
