import { type Kysely, sql } from 'kysely'
import { backoffMs } from '../../backoff.ts'
import {
  DatabaseBusyError,
  type DatabaseFault,
  DatabaseRefusedError,
  describeFault,
  PipelineError,
} from '../../errors.ts'
import type { Database } from './schema.ts'
import { troubleOf } from './server-trouble.ts'

/**
 * One breaker for the whole process: whether the database takes work. Where it does not, work waits as a whole, and
 * nobody tries for itself.
 */
export interface DatabaseWatch {
  /** Undefined while the database takes work, else why not. */
  refusesBecause(): string | undefined
  /** A call that began at `startedAt` failed for a reason that concerns the whole server. */
  report(fault: DatabaseFault, startedAt: number): void
  /** Whether an error is due to the state of the server: the work is as good as before, and is done later. */
  explains(error: unknown): boolean
  /** Called with true when the database refuses work, and with false when it takes work again. */
  onChange(listener: (refuses: boolean) => void): void
  /** Until then faults are ignored: a command that waits for its database says so itself. */
  start(): void
  /** Faults are ignored from now on. */
  stop(): void
}

export interface DatabaseWatchOptions {
  /** Writes nothing, as a write. Throws an error of ours where the server would refuse a write. */
  readonly probe: () => Promise<void>
  readonly log: Readonly<Record<'warn' | 'info', (fields: object, text: string) => void>>
  readonly now?: () => number
}

/**
 * Writes to no row, but as a statement that writes: a server that takes no writes refuses it. Every worker may do it.
 */
export async function probeDatabase(db: Kysely<Database>): Promise<void> {
  await sql`UPDATE page SET firstSeenTs = firstSeenTs WHERE pageId = ''`.execute(db)
}

/** The first probe comes soon: a failover takes seconds. */
const backoff = { firstMs: 500, longestMs: 5_000, jitter: 0.3 }
/**
 * A probe stores nothing, so it cannot see a full disk. If work fails so soon after a good probe, the database refuses
 * it all the same.
 */
const doubtMs = 5_000
const logEveryMs = 60_000

/**
 * A fault of the server leads to a probe, and a probe that fails closes the database for work. While it is closed, a
 * probe now and then finds out when it is back. The log has one line at the start, one a minute with the number of
 * failed calls, and one at the end.
 */
export function createDatabaseWatch({ probe, log, now = Date.now }: DatabaseWatchOptions): DatabaseWatch {
  const listeners: ((refuses: boolean) => void)[] = []
  let reason: string | undefined
  let refusedSince = 0
  let failures = 0
  let loggedAt = -Infinity
  /** How often it was closed without a calm time in between. */
  let closings = 0
  let goodProbeAt = -Infinity
  let isProbing = false
  let isOn = false
  let timer: NodeJS.Timeout | undefined

  function report(fault: DatabaseFault, startedAt: number): void {
    if (!isOn) return
    note(fault)
    // A call from before the last good probe says nothing new.
    if (reason !== undefined || isProbing || startedAt < goodProbeAt) return
    const isCertain = troubleOf(fault) === 'full' || now() - goodProbeAt < doubtMs
    if (isCertain) close(describeFault(fault))
    else void runProbe()
  }

  function note(fault: DatabaseFault): void {
    failures += 1
    if (now() - loggedAt < logEveryMs) return
    const count = failures === 1 ? {} : { failures }
    log.warn(
      { reason: reason ?? describeFault(fault), ...count },
      reason === undefined
        ? 'a call to the database failed: it is done again'
        : 'the database still refuses work: the stages wait',
    )
    loggedAt = now()
    failures = 0
  }

  function close(why: string): void {
    if (now() - goodProbeAt > doubtMs) closings = 0
    closings += 1
    if (reason === undefined) refusedSince = now()
    reason = why
    if (closings === 1) {
      log.warn({ reason }, 'the database refuses work: the stages wait until it takes work again')
      loggedAt = now()
    }
    for (const listener of listeners) listener(true)
    timer = setTimeout(() => void runProbe(), backoffMs(closings, backoff))
  }

  async function runProbe(): Promise<void> {
    isProbing = true
    const startedAt = now()
    const fault = await faultOf(probe)
    isProbing = false
    if (!isOn) return
    if (fault !== undefined) {
      goodProbeAt = -Infinity
      if (reason === undefined) return close(describeFault(fault))
      closings += 1
      reason = describeFault(fault)
      timer = setTimeout(() => void runProbe(), backoffMs(closings, backoff))
      return
    }
    goodProbeAt = startedAt
    open()
  }

  function open(): void {
    if (reason === undefined) return
    reason = undefined
    const seconds = Math.round((now() - refusedSince) / 1000)
    log.info({ seconds }, 'the database takes work again: the stages go on')
    for (const listener of listeners) listener(false)
  }

  return {
    refusesBecause: () => reason,
    report,
    explains(error) {
      if (reason !== undefined) return isOfDatabase(error)
      return error instanceof DatabaseBusyError && troubleOf(error.fault) !== undefined
    },
    onChange: (listener) => void listeners.push(listener),
    start() {
      isOn = true
    },
    stop() {
      isOn = false
      clearTimeout(timer)
    },
  }
}

/** Also the error of a step that ran in a process of its own, which is not of the class. */
function isOfDatabase(error: unknown): boolean {
  return (
    error instanceof PipelineError && (error.code === 'database_busy' || error.code === 'database_refused')
  )
}

async function faultOf(probe: () => Promise<void>): Promise<DatabaseFault | undefined> {
  try {
    await probe()
    return undefined
  } catch (error) {
    if (error instanceof DatabaseBusyError || error instanceof DatabaseRefusedError) return error.fault
    throw error
  }
}
