import type { Ledger } from '../src/db/events/ledger.ts'
import type { Logger } from '../src/telemetry/log.ts'

export interface HousekeepingDeps {
  readonly ledger: Pick<Ledger, 'purgeBefore'>
  /** Deletes receipts older than `before`. Returns the number of rows. */
  readonly purgeReceipts: (before: Date) => Promise<number>
  readonly ledgerDays: number
  /** Receipts are kept this long. */
  readonly receiptDays: number
  /** More kinds of data with their age. */
  readonly retention?: readonly Retention[]
  /** Removes finished jobs that are a day old. Returns their number. */
  readonly cleanFinished?: () => Promise<number>
  /** Masks the words of unsent messages. Returns their number. Absent: they are kept. */
  readonly maskUnsent?: (() => Promise<number>) | undefined
  /** Gives customers whose links changed their rows, where that was not done at once. Returns how many were resolved. */
  readonly resolveCustomers?: (() => Promise<number>) | undefined
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/** Rows older than `days` are removed. */
export interface Retention {
  readonly rowsOf: string
  readonly days: number
  readonly purge: (before: Date) => Promise<number>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const rowsAtOnce = 500

/**
 * Deletes raw deliveries, receipts and what else has an age, some rows at a time, and masks unsent messages. Several
 * workers may run it at once.
 */
export function startHousekeeping({
  ledger,
  purgeReceipts,
  ledgerDays,
  receiptDays,
  retention = [],
  cleanFinished,
  maskUnsent,
  resolveCustomers,
  log,
}: HousekeepingDeps): { stop(): void } {
  async function purgeLedger(before: Date): Promise<number> {
    let purged = 0
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce; purged += deleted)
      deleted = await ledger.purgeBefore(before, rowsAtOnce)
    return purged
  }

  // The ledger has an index by time. The receipts have none: their whole table is read.
  const tasks = [
    { everyMs: 10 * minuteMs, rowsOf: 'raw deliveries', days: ledgerDays, purge: purgeLedger },
    { everyMs: dayMs, rowsOf: 'receipts', days: receiptDays, purge: purgeReceipts },
    ...retention.map((kind) => ({ everyMs: hourMs, ...kind })),
    ...(cleanFinished === undefined
      ? []
      : [{ everyMs: hourMs, rowsOf: 'finished jobs', days: 1, purge: cleanFinished }]),
  ]
  const timers = tasks.map(({ everyMs, rowsOf, days, purge }) => {
    async function deleteOld(): Promise<void> {
      const rows = await purge(new Date(Date.now() - days * dayMs))
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
  if (maskUnsent !== undefined)
    timers.push(startRounds({ everyMs: maskEveryMs, run: maskUnsent, ...masking, log }))
  if (resolveCustomers !== undefined)
    timers.push(startRounds({ everyMs: resolveEveryMs, run: resolveCustomers, ...resolving, log }))
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) }
}

/** Well within the minute that is promised. */
const maskEveryMs = 20_000
const masking: Said = {
  done: (messages) => [{ messages }, 'masked the words of unsent messages'],
  failed: 'cannot mask unsent messages: the next round tries again',
}

/** Links are followed at once. This is for what a crash left. */
const resolveEveryMs = 10_000
const resolving: Said = {
  done: (customers) => [{ customers }, 'followed links of customers'],
  failed: 'cannot follow the links of customers: the next round tries again',
}

/** For the log. */
interface Said {
  readonly done: (number: number) => readonly [facts: object, text: string]
  readonly failed: string
}

interface Rounds extends Said {
  readonly everyMs: number
  /** Returns the number of what it did. */
  readonly run: () => Promise<number>
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/** Never two rounds at once. */
function startRounds({ everyMs, run, done, failed, log }: Rounds): ReturnType<typeof setInterval> {
  let isAtWork = false
  async function round(): Promise<void> {
    if (isAtWork) return
    isAtWork = true
    try {
      const number = await run()
      if (number > 0) log.info(...done(number))
    } finally {
      isAtWork = false
    }
  }
  return setInterval(() => {
    round().catch((error: unknown) =>
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, failed),
    )
  }, everyMs).unref()
}
