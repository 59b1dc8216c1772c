import { hop } from '../queues/define-queue.ts'
import type { Publisher } from '../queues/publish.ts'
import { respondQueue } from '../queues/respond.ts'
import type { WakeUpOf, WakeUps } from '../src/db/conversation/wake-ups.ts'
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { isDoneWithin } from '../src/within.ts'

export interface SweeperDeps {
  readonly wakeUps: Pick<WakeUps, 'takeDue' | 'findUnscheduled'>
  /** Closes some of the turns that are too late for a reply. Returns their number. */
  readonly closeTooLate: (now: number, limit: number) => Promise<number>
  /** Records sent messages whose echo has not come (`workers/respond/record-sent.ts`). */
  readonly recordSent: () => Promise<void>
  readonly publisher: Pick<Publisher, 'publish'>
  /** While the database refuses work, no round begins. */
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains'>
  /** Gets what `publisher` throws, among others. */
  readonly onError?: (error: unknown) => void
  readonly log: Pick<Logger, 'warn'>
  /** The clock by which wake-ups are scheduled, ms since the epoch. */
  readonly now: () => number
}

const everyMs = 150
const unscheduledEveryMs = 2_000
const recordEveryMs = 500
const atOnce = 500
const closedAtOnce = 1_000
/** A round may wait for a Redis that is down. Nothing is lost where it does not end. */
const stopMs = 2_000

/**
 * Wakes conversations whose time has come, and those whose wake-up was lost. Closes turns that waited for too long, many
 * at once. Records sent messages that had no echo.
 * Several workers may sweep at once: one wake-up or record too many changes nothing.
 */
export function startSweeper({
  wakeUps,
  closeTooLate,
  recordSent,
  publisher,
  database,
  onError,
  log,
  now: clock,
}: SweeperDeps): {
  stop(): Promise<void>
} {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()
  let [unscheduledAt, recordedAt] = [0, 0]

  async function sweep(): Promise<void> {
    if (database?.refusesBecause() !== undefined) return
    const now = clock()
    const due = await wakeUps.takeDue(now, atOnce)
    // Where more are due than one round takes, workers are behind: then they are not more urgent than others.
    await wake(due, due.length < atOnce ? now : undefined)
    if (now - unscheduledAt > unscheduledEveryMs) {
      const closed = await closeTooLate(now, closedAtOnce)
      if (closed < closedAtOnce) unscheduledAt = now // else the next round closes more
      if (closed < closedAtOnce) await wake(await wakeUps.findUnscheduled(now, atOnce))
    }
    if (now - recordedAt > recordEveryMs) {
      recordedAt = now
      await recordSent()
    }
  }

  async function wake(due: readonly WakeUpOf[], ts?: number): Promise<void> {
    const since = ts === undefined ? {} : { ts }
    await publisher.publish(due.map((of) => hop(respondQueue, { v: 1, ...of, ...since })))
  }

  function schedule(): void {
    if (stopped) return
    timer = setTimeout(() => {
      sweeping = sweep()
        .catch((error: unknown) => {
          if (database?.explains(error) === true) return
          onError?.(error)
          log.warn(
            { reason: error instanceof Error ? error.name : 'unknown' },
            'the sweep failed: the next round tries again',
          )
        })
        .finally(schedule)
    }, everyMs)
  }

  schedule()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await isDoneWithin(stopMs, sweeping)
    },
  }
}
