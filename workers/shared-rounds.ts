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
/** A worker that was not the first stands by for five rounds: of ten workers, few ask for the turn. */
const standBy = { rounds: 5, leastMs: 10_000, mostMs: 60_000 }
const stopMs = 2_000

/**
 * Rounds that one worker of all makes, so that many idle workers ask the database no more than one does. A key in
 * Redis says that a round was made, and expires just before the next one is due. The first worker whose timer fires
 * then makes it, and goes on to: the others stand by, up to a minute. After the death of a worker, the next
 * round is at most as much later.
 * Without Redis no round is made, as the stages stand still, too.
 */
export function createSharedRounds({ redis, prefix, database, log }: SharedRoundsDeps): SharedRounds {
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()
  let isStopped = false

  function schedule(round: Round, leastMs = 0): void {
    if (isStopped) return
    const tickMs = Math.min(round.everyMs, longestTickMs)
    async function tick(): Promise<void> {
      const isOthers = await makeInTurn(round, round.everyMs - tickMs / 10)
      schedule(round, isOthers ? standByMsOf(round) : 0)
    }
    const timer = setTimeout(() => running.set(round.name, tick()), Math.max(tickMs, leastMs))
    timers.set(round.name, timer.unref())
  }

  /** True: another worker had its turn. The connection reports its own trouble. */
  async function makeInTurn({ name, make, failed }: Round, heldMs: number): Promise<boolean> {
    if (redis.status !== 'ready' || database?.refusesBecause() !== undefined) return false
    const key = `${prefix}:round:${name}`
    const turn = await redis.set(key, '1', 'PX', heldMs, 'NX').catch(() => undefined)
    if (turn === null) return true
    if (turn === undefined || isStopped) return false
    try {
      await make()
    } catch (error) {
      if (database?.explains(error) === true) return false
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, failed)
    }
    return false
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

function standByMsOf({ everyMs }: Round): number {
  return Math.min(Math.max(standBy.rounds * everyMs, standBy.leastMs), standBy.mostMs)
}
