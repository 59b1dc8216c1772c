import type { Queue } from 'bullmq'
import { longestYieldMs } from '../src/domain/turn.ts'
import type { Hop } from './define-queue.ts'

/**
 * Makes jobs that yield wait, but not for ever. BullMQ takes all others first. So that a burst of them leaves processors
 * free for others, they also come one after the other.
 */
export interface Yielding {
  /** How long this job is to be put off, ms. Called once for each job that is added. */
  delayOf(hop: Hop): number
  /** Customers write in Messenger, as far as this process has seen. */
  othersWrite(): boolean
}

/** Customers write in Messenger as long as one did in the last minute. */
const othersMs = 60_000
/**
 * Between two jobs of a queue that yield. A reply to a comment takes 15 to 30 ms of processor time in all processes together
 * (`npm run chaos:converse -- --burst`): with 50 ms between them two cores had none left.
 */
export const apartMs = 125
/** A job that was added this long ago yields no more: it is taken in its turn. */
const mostWaitMs = 2 * longestYieldMs
const everyMs = 500
const endedAtOnce = 10

export function createYielding(
  queueOf: (name: string) => Pick<Queue, 'getPrioritized'>,
  clock: () => number = () => performance.now(),
): Yielding {
  const places = new Map<string, number>()
  const lookedAt = new Map<string, number>()
  let othersAt = -Infinity

  /** Only jobs that do not yield make others wait, so it is enough to look when one of them is added. */
  async function endYielding(name: string): Promise<void> {
    const jobs = await queueOf(name).getPrioritized(0, endedAtOnce - 1)
    for (const job of jobs)
      if (Date.now() - job.timestamp > mostWaitMs) await job.changePriority({ priority: 0 })
  }

  function lookAgain(name: string, now: number): void {
    if (now - (lookedAt.get(name) ?? -Infinity) < everyMs) return
    lookedAt.set(name, now)
    endYielding(name).catch(() => undefined) // a job was taken meanwhile, or the next look finds the same error
  }

  const othersWrite = (): boolean => clock() - othersAt <= othersMs

  return {
    othersWrite,
    delayOf({ to, yields }) {
      if (yields === undefined) return 0
      const now = clock()
      if (!yields) {
        othersAt = now
        lookAgain(to, now)
        return 0
      }
      if (!othersWrite()) return 0
      const place = Math.min(Math.max(now, places.get(to) ?? 0), now + longestYieldMs)
      places.set(to, place + apartMs)
      return Math.round(place - now)
    },
  }
}
