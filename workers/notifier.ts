/**
 * Finds what people have to know, and tells them through NOTIFY_URL: customers who ask for an agent, paused and silent
 * Pages, held messages, and what the daily check of a Page finds. One worker at a time does it. It reads what the stages
 * have stored, so no stage waits for it, and a worker that dies leaves nothing out.
 */
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { Activity } from './respond/activity.ts'
import type { Lease } from '../src/redis/lease.ts'
import { isDoneWithin } from '../src/within.ts'
import { createRounds, type RoundDeps } from './notifier/rounds.ts'

export interface NotifierDeps extends RoundDeps {
  readonly lease: Lease
  /** Absent: this process does not reply. */
  readonly replying?: Pick<Activity, 'isQuiet' | 'onBegin'> | undefined
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains'>
}

const everyMs = 2_000
/** While this process replies to nobody. Other workers may find something for people meanwhile. */
const quietEveryMs = 4_000
/** It lasts for some rounds. A worker that dies is replaced after it. */
export const leaseMs = 12_000
const stopMs = 2_000

export function startNotifier(deps: NotifierDeps): { stop(): Promise<void> } {
  const { lease, replying, database, log } = deps
  const rounds = createRounds(deps)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let isResting = false
  let running = Promise.resolve()

  async function work(): Promise<void> {
    if (database?.refusesBecause() !== undefined) return
    if (await lease.hold()) await rounds.run()
    else rounds.rest()
  }

  function schedule(): void {
    if (stopped) return
    isResting = true
    timer = setTimeout(() => {
      isResting = false
      running = work()
        .catch((error: unknown) => {
          if (database?.explains(error) === true) return
          log.warn(
            { reason: error instanceof Error ? error.name : 'unknown' },
            'cannot look for facts that people have to know: the next round tries again',
          )
        })
        .finally(schedule)
    }, restMs())
    timer.unref()
  }

  function restMs(): number {
    return replying?.isQuiet() === false ? everyMs : quietEveryMs
  }

  replying?.onBegin(() => {
    if (!isResting) return
    clearTimeout(timer)
    schedule()
  })
  schedule()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await isDoneWithin(stopMs, running)
      rounds.rest()
      await isDoneWithin(
        stopMs,
        lease.release().catch(() => undefined),
      )
    },
  }
}
