import type { Redis } from 'ioredis'
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { isDoneWithin } from '../src/within.ts'

export interface SharedRoundsDeps {
  readonly redis: Pick<Redis, 'set' | 'status'>
  /** All keys of Pagebeat begin with it. */
  readonly prefix: string
  /** While the database refuses work, no round begins. Absent: the rounds need no database. */
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains'>
  readonly log: Pick<Logger, 'warn'>
}

/** Periodic work. Repeat-safe: where it takes longer than `everyMs`, two workers do it at once. */
export interface Round {
  /** The same in all workers, and no other round has it. */
  readonly name: string
  readonly everyMs: number
  readonly make: () => Promise<unknown>
  /** The log line where `make` throws. */
  readonly failed: string
}

export interface SharedRounds {
  /** From now on this worker takes its turn at the round. It never makes two of the same name at once. */
  start(round: Round): void
  /** No further round begins. A round under way has 2 s to end. */
  stop(): Promise<void>
}

/** Each worker asks for its turn at least this often. So a round of a day is made, though no worker runs for a day. */
const longestTickMs = 10 * 60_000
const stopMs = 2_000

/**
 * Rounds that one worker of all makes, so that many idle workers ask the database no more than one does. A key in
 * Redis says that a round was made, and expires just before the next one is due. The first worker whose timer fires
 * then makes it. After the death of a worker, the next round is at most `2 * everyMs` after its last one.
 * Without Redis no round is made, as the stages stand still, too.
 */
export function createSharedRounds({ redis, prefix, database, log }: SharedRoundsDeps): SharedRounds {
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()
  let isStopped = false

  function schedule(round: Round): void {
    if (isStopped) return
    const tickMs = Math.min(round.everyMs, longestTickMs)
    function tick(): void {
      const made = makeInTurn(round, round.everyMs - tickMs / 10).finally(() => schedule(round))
      running.set(round.name, made)
    }
    timers.set(round.name, setTimeout(tick, tickMs).unref())
  }

  /** The connection reports its own trouble. */
  async function makeInTurn({ name, make, failed }: Round, heldMs: number): Promise<void> {
    if (redis.status !== 'ready' || database?.refusesBecause() !== undefined) return
    const turn = await redis.set(`${prefix}:round:${name}`, '1', 'PX', heldMs, 'NX').catch(() => null)
    if (turn === null || isStopped) return
    try {
      await make()
    } catch (error) {
      if (database?.explains(error) === true) return
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, failed)
    }
  }

  return {
    start: schedule,
    async stop() {
      isStopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await isDoneWithin(stopMs, Promise.all(running.values()))
    },
  }
}
