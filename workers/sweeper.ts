import { hop } from '../queues/define-queue.ts'
import type { Publisher } from '../queues/publish.ts'
import { respondQueue } from '../queues/respond.ts'
import type { WakeUpOf, WakeUps } from '../src/db/conversation/wake-ups.ts'
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { isDoneWithin } from '../src/within.ts'

export interface SweeperDeps {
  readonly wakeUps: Pick<WakeUps, 'takeDue' | 'findUnscheduled'>
  /** Records sent messages whose echo has not come (`workers/respond/record-sent.ts`). */
  readonly recordSent: () => Promise<void>
  readonly publisher: Pick<Publisher, 'publish'>
  /** While the database refuses work, no round begins. */
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains'>
  readonly log: Pick<Logger, 'warn'>
  /** The clock by which wake-ups are scheduled, ms since the epoch. */
  readonly now: () => number
}

const everyMs = 150
const unscheduledEveryMs = 2_000
const recordEveryMs = 500
const atOnce = 500
/** A round may wait for a Redis that is down. Nothing is lost where it does not end. */
const stopMs = 2_000

/**
 * Wakes conversations whose time has come, and those whose wake-up was lost. Records sent messages that had no echo.
 * Several workers may sweep at once: one wake-up or record too many changes nothing.
 */
export function startSweeper({ wakeUps, recordSent, publisher, database, log, now: clock }: SweeperDeps): {
  stop(): Promise<void>
} {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()
  let [unscheduledAt, recordedAt] = [0, 0]

  async function sweep(): Promise<void> {
    if (database?.refusesBecause() !== undefined) return
    const now = clock()
    await wake(await wakeUps.takeDue(now, atOnce))
    if (now - unscheduledAt > unscheduledEveryMs) {
      unscheduledAt = now
      await wake(await wakeUps.findUnscheduled(now, atOnce))
    }
    if (now - recordedAt > recordEveryMs) {
      recordedAt = now
      await recordSent()
    }
  }

  async function wake(due: readonly WakeUpOf[]): Promise<void> {
    await publisher.publish(due.map((of) => hop(respondQueue, { v: 1, ...of })))
  }

  function schedule(): void {
    if (stopped) return
    timer = setTimeout(() => {
      sweeping = sweep()
        .catch((error: unknown) => {
          if (database?.explains(error) === true) return
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
