import type { Ledger } from '../src/db/events/ledger.ts'
import type { Logger } from '../src/telemetry/log.ts'
import type { SharedRounds } from './shared-rounds.ts'

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
  readonly log: Pick<Logger, 'info'>
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
 * Deletes old raw deliveries, receipts and rows of `retention`, some at a time, masks unsent messages, and follows the
 * links of customers.
 */
export function startHousekeeping(
  rounds: Pick<SharedRounds, 'start'>,
  {
    ledger,
    purgeReceipts,
    ledgerDays,
    receiptDays,
    retention = [],
    cleanFinished,
    maskUnsent,
    resolveCustomers,
    log,
  }: HousekeepingDeps,
): void {
  async function purgeLedger(before: Date): Promise<number> {
    let purged = 0
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce; purged += deleted)
      deleted = await ledger.purgeBefore(before, rowsAtOnce)
    return purged
  }

  function start({ name, everyMs, run, done, failed }: Task): void {
    async function make(): Promise<void> {
      const number = await run()
      if (number > 0) log.info(...done(number))
    }
    rounds.start({ name, everyMs, make, failed: `${failed}: the next round tries again` })
  }

  // The ledger has an index by time. The receipts have none: their whole table is read.
  start(
    deletingOld({ everyMs: 10 * minuteMs, rowsOf: 'raw deliveries', days: ledgerDays, purge: purgeLedger }),
  )
  start(deletingOld({ everyMs: dayMs, rowsOf: 'receipts', days: receiptDays, purge: purgeReceipts }))
  for (const kind of retention) start(deletingOld({ everyMs: hourMs, ...kind }))
  if (cleanFinished !== undefined)
    start(deletingOld({ everyMs: hourMs, rowsOf: 'finished jobs', days: 1, purge: cleanFinished }))
  if (maskUnsent !== undefined) start({ ...masking, run: maskUnsent })
  if (resolveCustomers !== undefined) start({ ...resolving, run: resolveCustomers })
}

interface Task {
  readonly name: string
  readonly everyMs: number
  /** Returns the number of rows or customers that it changed. */
  readonly run: () => Promise<number>
  /** The log line of a round that changed something. */
  readonly done: (number: number) => readonly [facts: object, text: string]
  readonly failed: string
}

function deletingOld({ everyMs, rowsOf, days, purge }: Retention & { readonly everyMs: number }): Task {
  return {
    name: `delete-${rowsOf.replaceAll(' ', '-')}`,
    everyMs,
    run: () => purge(new Date(Date.now() - days * dayMs)),
    done: (rows) => [{ rows }, `deleted old ${rowsOf}`],
    failed: `cannot delete old ${rowsOf}`,
  }
}

/** They are masked within a minute, also where a worker dies. */
const masking: Omit<Task, 'run'> = {
  name: 'mask-unsent',
  everyMs: 20_000,
  done: (messages) => [{ messages }, 'masked the words of unsent messages'],
  failed: 'cannot mask unsent messages',
}

/** Links are followed at once. This is for links whose worker died before. */
const resolving: Omit<Task, 'run'> = {
  name: 'follow-links',
  everyMs: 20_000,
  done: (customers) => [{ customers }, 'followed links of customers'],
  failed: 'cannot follow the links of customers',
}
