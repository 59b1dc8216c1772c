/** Shows how many replies wait, and for what. */
import type { Kysely } from 'kysely'
import { countWaitingTurns } from '../../src/db/conversation/count-waiting-turns.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { metrics } from '../../src/telemetry/metrics.ts'

const everyMs = 10_000

/** Counts now and every ten seconds. A database that does not answer is reported by the statements that need it. */
export function watchWaitingTurns(db: Kysely<Database>): { stop(): void } {
  async function count(): Promise<void> {
    const turns = await countWaitingTurns(db)
    metrics.waitingTurns.reset()
    for (const [reason, waiting] of turns) metrics.waitingTurns.set({ reason }, waiting)
  }

  const timer = setInterval(() => void count().catch(ignore), everyMs)
  timer.unref()
  void count().catch(ignore)
  return { stop: () => clearInterval(timer) }
}

function ignore(): void {}
