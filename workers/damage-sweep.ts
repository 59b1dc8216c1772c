import type { Redis } from 'ioredis'
import { createDamagedJobs, type DamagedJobs } from '../queues/damaged-jobs.ts'
import { stageNames } from '../src/domain/stage-name.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import { refusalOf } from '../src/redis/refusal.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { metrics } from '../src/telemetry/metrics.ts'
import { createSharedRounds } from './shared-rounds.ts'

export interface DamageSweepDeps {
  readonly connection: Redis
  readonly prefix: string
  readonly recordDeadLetters: (deadLetters: readonly NewDeadLetter[]) => Promise<void>
  readonly log: Pick<Logger, 'warn'>
}

export interface DamageSweep {
  /** Gets each error of a queue. After one inside a script of Redis it sweeps, until a sweep met no error. */
  onError(error: unknown): void
  stop(): Promise<void>
}

/** After an error: a script that fails is called again and again. Twice as long after each sweep that met one. */
const soonMs = 500
const longestWaitMs = 30_000
/** Without an error: a job of a clock that was wrong, or of a worker that died in between, waits for ever. */
const mendEveryMs = 30_000
const searchEveryMs = 10 * 60_000
const firstSearchMs = 60_000

/** How many, by queue. */
type Done = Readonly<Record<keyof typeof messages, Record<string, number>>>

/** One line of each kind for all queues. */
const messages = {
  values: 'values of queues that stopped them were mended',
  removed: 'keys that kept jobs from their end were removed',
  jobs: 'jobs that were in no list of their queue were put back',
} as const

/**
 * Damage of a queue that BullMQ's scripts stumble over: jobs and keys of another type, locks without an end, jobs that
 * a failing script took out of all lists. They are dead letters, removed, or back in their queue afterwards. Several
 * workers may sweep at once: the same bytes are one dead letter, and a job is put back once.
 */
export function startDamageSweep(deps: DamageSweepDeps): DamageSweep {
  const { connection, prefix, recordDeadLetters, log } = deps
  // Also those of stages that run elsewhere: jobs are published to them from here.
  const queues = stageNames.map((name) => createDamagedJobs(connection, prefix, name))
  let isDue = false
  let isAskedAgain = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve(true)

  /** Whether every queue was looked through. */
  function sweepAll(searches: boolean): Promise<boolean> {
    sweeping = sweepNext(sweeping, searches)
    return sweeping
  }

  async function sweepNext(others: Promise<unknown>, searches: boolean): Promise<boolean> {
    await others
    const done: Done = { values: {}, removed: {}, jobs: {} }
    const reasons = new Set<string>()
    for (const queue of queues)
      await sweep(queue, searches, done).catch((error: unknown) => {
        reasons.add(error instanceof Error ? error.name : 'unknown')
      })
    if (reasons.size > 0)
      log.warn(
        { reason: [...reasons].join(', ') },
        'the search for damaged jobs failed: the next one tries again',
      )
    for (const what of ['values', 'removed', 'jobs'] as const)
      if (Object.keys(done[what]).length > 0) log.warn(done[what], messages[what])
    return reasons.size === 0
  }

  /** Errors that come while a sweep runs lead to one more: it may have passed the queue that they are of. */
  function sweepAfter(waitMs: number): void {
    async function sweepNow(): Promise<void> {
      isAskedAgain = false
      const isWhole = await sweepAll(true)
      if (isAskedAgain || !isWhole) sweepAfter(Math.min(2 * waitMs, longestWaitMs))
      else isDue = false
    }
    if (!stopped) timer = setTimeout(() => void sweepNow(), waitMs).unref()
  }

  async function sweep(damaged: DamagedJobs, searches: boolean, done: Done): Promise<void> {
    const { queue } = damaged
    const { untouchable, aside, values } = await damaged.mend()
    for (const name of aside) {
      const detail = `${queue}: the key ${name} of the queue had another type`
      await record(queue, detail, await damaged.bytesAside(name))
      await damaged.discardAside(name)
    }
    for (const jobId of untouchable) await bury(damaged, jobId)
    if (values > 0) done.values[queue] = values
    const isDamaged = aside.length + untouchable.length + values > 0
    if (!searches && !isDamaged) return
    const { count, untouchable: others, removed } = await damaged.putBackLost()
    for (const jobId of others) await bury(damaged, jobId)
    if (removed > 0) done.removed[queue] = removed
    if (count > 0) done.jobs[queue] = count
  }

  async function bury(damaged: DamagedJobs, jobId: string): Promise<void> {
    const payload = await damaged.bytesOf(jobId)
    await record(damaged.queue, `${damaged.queue}: a script of Redis stumbles over the job`, payload)
    await damaged.discard(jobId)
  }

  async function record(stage: string, detail: string, payload: Buffer): Promise<void> {
    await recordDeadLetters([{ stage, reason: 'job_malformed', detail, payload }])
    metrics.deadLetters.inc({ stage })
    log.warn(
      { stage, reason: 'job_malformed', detail },
      'this item cannot be processed: it is a dead letter now',
    )
  }

  // Dead letters wait for the database. The queues are mended without it.
  const rounds = createSharedRounds({ redis: connection, prefix, log })
  const failed = 'cannot mend damaged queues: the next round tries again'
  rounds.start({ name: 'mend-queues', everyMs: mendEveryMs, make: () => sweepAll(false), failed })
  rounds.start({ name: 'search-lost-jobs', everyMs: searchEveryMs, make: () => sweepAll(true), failed })
  const firstSearch = setTimeout(() => void sweepAll(true), firstSearchMs).unref()
  return {
    onError(error) {
      if (!(error instanceof Error) || error.name !== 'ReplyError') return
      if (refusalOf(error) !== undefined) return
      isAskedAgain = true
      if (isDue) return
      isDue = true
      sweepAfter(soonMs)
    },
    async stop() {
      stopped = true
      clearTimeout(firstSearch)
      clearTimeout(timer)
      await rounds.stop()
    },
  }
}
