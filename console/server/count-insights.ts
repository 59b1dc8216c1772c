/** One of the consoles of a database counts the numbers of Insights, while it runs. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { createLease } from '../../src/db/console/inbox/lease.ts'
import { type InsightCounter, openInsightCounter } from '../../src/db/console/insights/counter.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'

export interface CountInsightsOptions {
  readonly db: Kysely<Database>
  readonly onError: (error: unknown) => void
  readonly everyMs?: number
}

export interface Counting {
  /** Ends the round under way. Another console may count at once. */
  close(): Promise<void>
}

const heldMs = 60_000
const afterErrorMs = 5_000
const restsPerRound = 9
const longestPauseMs = 15_000

/**
 * How long the database serves others before the next round, ms. An hour is counted as a whole, so a busy one takes long:
 * counting takes a tenth of the time. Where there is much to count for the first time, it takes half.
 */
export function pauseAfter({
  isMore,
  tookMs,
  everyMs,
}: {
  readonly isMore: boolean
  readonly tookMs: number
  readonly everyMs: number
}): number {
  return isMore ? tookMs : Math.max(everyMs, Math.min(longestPauseMs, restsPerRound * tookMs))
}

/** A console that does not have the lease asks for it again and again. */
export function startCounting({ db, onError, everyMs = 2_000 }: CountInsightsOptions): Counting {
  const lease = createLease(db, { name: 'insights', heldMs })
  const stop = new AbortController()
  let counter: InsightCounter | undefined
  let heldSinceMs = -Infinity

  async function round(): Promise<number> {
    try {
      if (performance.now() - heldSinceMs > heldMs / 3) {
        if (!(await lease.hold())) {
          counter = undefined
          return afterErrorMs
        }
        heldSinceMs = performance.now()
      }
      counter ??= await openInsightCounter(db, { now: await databaseTime(db) })
      const startedMs = performance.now()
      const isMore = await counter.round()
      return pauseAfter({ isMore, tookMs: performance.now() - startedMs, everyMs })
    } catch (error) {
      onError(error)
      heldSinceMs = -Infinity
      return afterErrorMs
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const pauseMs = await round()
      await wait(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
    await lease.release().catch(onError)
  }

  const running = run()
  return {
    async close() {
      stop.abort()
      await running
    },
  }
}
