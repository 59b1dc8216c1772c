import { hop } from '../queues/define-queue.ts'
import type { Publisher } from '../queues/publish.ts'
import { respondQueue } from '../queues/respond.ts'
import type { WakeUpOf, WakeUps } from '../src/db/conversation/wake-ups.ts'
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { Activity } from './respond/activity.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { isDoneWithin } from '../src/within.ts'

export interface SweeperDeps {
  readonly wakeUps: Pick<WakeUps, 'takeDue' | 'findNext' | 'findUnscheduled'>
  /** While it is quiet, rounds are rare. */
  readonly activity: Pick<Activity, 'note' | 'isQuiet' | 'onBegin'>
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
/** In quiet times, unless a schedule ends before. Other workers may schedule something meanwhile. */
const quietEveryMs = 1_000
const unscheduledEveryMs = 2_000
const lateEveryMs = { busy: 2_000, quiet: 10_000 }
const recordEveryMs = { busy: 500, quiet: 2_000 }
const atOnce = 500
const closedAtOnce = 1_000
/** A round may wait for a Redis that is down. Nothing is lost where it does not end. */
const stopMs = 2_000

/**
 * Wakes conversations whose time has come, and those whose wake-up was lost. Closes turns that waited for too long, many
 * at once. Records sent messages that had no echo.
 * Several workers may sweep at once: one wake-up or record too many changes nothing.
 * While this process has nothing to reply to, rounds are rarer, and a round is made when the next schedule ends.
 */
export function startSweeper({
  wakeUps,
  activity,
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
  let isResting = false
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()
  let [unscheduledAt, lateAt, recordedAt] = [0, 0, 0]
  /** When the next schedule ends. Only a round of a quiet time knows it. */
  let nextAt: number | undefined

  async function sweep(): Promise<void> {
    if (database?.refusesBecause() !== undefined) return
    const now = clock()
    const due = await findDue(now)
    // Where more are due than one round takes, workers are behind: then they are not more urgent than others.
    await wake(due, due.length < atOnce ? now : undefined)
    const pace = activity.isQuiet() ? 'quiet' : 'busy'
    let areClosed = true
    if (now - lateAt > lateEveryMs[pace]) {
      areClosed = (await closeTooLate(now, closedAtOnce)) < closedAtOnce // else the next round closes more
      if (areClosed) lateAt = now
    }
    if (areClosed && now - unscheduledAt > unscheduledEveryMs) {
      unscheduledAt = now
      await wake(await wakeUps.findUnscheduled(now, atOnce))
    }
    if (now - recordedAt > recordEveryMs[pace]) {
      recordedAt = now
      await recordSent()
    }
  }

  /** In a quiet time one statement tells whether anything is due, and when to look again. */
  async function findDue(now: number): Promise<readonly WakeUpOf[]> {
    nextAt = activity.isQuiet() ? ((await wakeUps.findNext()) ?? Infinity) : undefined
    if (nextAt !== undefined && nextAt > now) return []
    return await wakeUps.takeDue(now, atOnce)
  }

  async function wake(due: readonly WakeUpOf[], ts?: number): Promise<void> {
    if (due.length === 0) return
    activity.note()
    const since = ts === undefined ? {} : { ts }
    await publisher.publish(due.map((of) => hop(respondQueue, { v: 1, ...of, ...since })))
  }

  async function sweepAndRest(): Promise<number> {
    try {
      await sweep()
      return restMs()
    } catch (error) {
      if (database?.explains(error) === true) return everyMs
      onError?.(error)
      log.warn(
        { reason: error instanceof Error ? error.name : 'unknown' },
        'the sweep failed: the next round tries again',
      )
      return everyMs
    }
  }

  /** The time to the next round. */
  function restMs(): number {
    if (nextAt === undefined || !activity.isQuiet()) return everyMs
    if (database?.refusesBecause() !== undefined) return everyMs
    return Math.max(everyMs, Math.min(nextAt - clock(), quietEveryMs))
  }

  function schedule(ms: number): void {
    if (stopped) return
    isResting = true
    timer = setTimeout(() => {
      isResting = false
      sweeping = sweepAndRest().then(schedule)
    }, ms)
  }

  activity.onBegin(() => {
    if (!isResting) return
    clearTimeout(timer)
    schedule(everyMs)
  })
  schedule(everyMs)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await isDoneWithin(stopMs, sweeping)
    },
  }
}
