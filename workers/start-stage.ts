import { DelayedError, type Job, type JobJson, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { createDamagedJobs, type DamagedJobs } from '../queues/damaged-jobs.ts'
import { guardedBackend } from '../queues/guarded-backend.ts'
import { endlessAttempts, type Publisher } from '../queues/publish.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import type { DatabaseWatch } from '../src/db/mysql/database-watch.ts'
import type { StageName } from '../src/domain/stage-name.ts'
import { PipelineError } from '../src/errors.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { metrics } from '../src/telemetry/metrics.ts'
import { damagedData } from '../queues/stored-job.ts'
import type { DamageSweep } from './damage-sweep.ts'
import { failureOf, type Isolate, type Stage, type StageHooks } from './stage.ts'
import { backoffMs } from '../src/backoff.ts'
import { isDoneWithin } from '../src/within.ts'

export interface StageRuntime {
  /** Waits for Redis as long as it takes (`workerConnection`). */
  readonly connection: Redis
  readonly prefix: string
  readonly concurrency: number
  readonly publisher: Publisher
  readonly recordDeadLetters: (deadLetters: readonly NewDeadLetter[]) => Promise<void>
  readonly isolate: Isolate
  /** BullMQ reports each failed attempt to reach Redis, several a second while it is down. */
  readonly onRedisError: (error: Error) => void
  readonly damageSweep: Pick<DamageSweep, 'onError'>
  /** While the database refuses work, the stage takes no jobs. */
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains' | 'onChange'>
  readonly log: Logger
}

export interface RunningStage {
  readonly name: StageName
  /** Takes no new job and waits for the jobs under way, at most 11 seconds. */
  close(): Promise<void>
}

/**
 * A job whose worker died is run once more as usual. After a second death it runs in a process of its own, which may
 * die without harm. So a job that kills its process ends two workers at most. Jobs that only shared those workers run
 * apart, too, and succeed.
 */
const isolateAfterStalls = 2

/**
 * A new job ends the wait at once. A Redis that is slow for 4 s more is not given up yet (`silentMs.blocking` of
 * queues/connection.ts).
 */
const waitForJobSeconds = 8

/** How long jobs under way may take after a stop. Another worker takes over the others a few seconds later. */
const drainMs = 10_000
const forceMs = 1_000

/**
 * The binding of a stage to BullMQ: decode, step, publish the hops, count. The step commits its effects before the hops
 * are published (except `meanwhile`), and the job completes last. After a crash in between, the step runs again.
 */
export function startStage(stage: Stage, runtime: StageRuntime): RunningStage {
  const { connection, prefix, concurrency, log } = runtime
  const damaged = createDamagedJobs(connection, prefix, stage.name)
  const options = {
    connection,
    prefix,
    concurrency,
    // Another worker takes over the jobs of a dead one within seconds. BullMQ never fails a job for that:
    // `isolateAfterStalls` counts.
    lockDuration: 5_000,
    stalledInterval: 2_000,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: 1_000,
    drainDelay: waitForJobSeconds,
    settings: { backoffStrategy: (attemptsMade: number) => backoffMs(attemptsMade, backoff) },
  }
  const worker = new StageWorker(
    stage.name,
    (job) => work(stage, job, { ...runtime, damaged }),
    options,
    guardedBackend,
  )
  worker.on('error', (error) => {
    runtime.onRedisError(error)
    runtime.damageSweep.onError(error)
  })
  worker.on('stalled', (jobId) =>
    log.warn(
      { stage: stage.name, jobId },
      'the worker of this job died or hung: another worker takes the job',
    ),
  )
  if (runtime.database !== undefined) pauseWith(runtime.database, worker)
  return {
    name: stage.name,
    async close() {
      if (!(await isDoneWithin(drainMs, worker.close()))) await isDoneWithin(forceMs, worker.close(true))
    },
  }
}

/**
 * Where BullMQ cannot read the data of a job, the job has data that no stage decodes. Every job has endless attempts,
 * whatever its stored options say: BullMQ would give it up, and its events would be lost.
 */
class StageWorker extends Worker {
  protected override createJob(stored: JobJson, jobId: string): Job {
    const endless = { ...stored, opts: { ...stored.opts, ...endlessAttempts } }
    try {
      return super.createJob(endless, jobId)
    } catch {
      return super.createJob({ ...endless, data: damagedData('data') }, jobId)
    }
  }
}

interface RunningRuntime extends StageRuntime {
  readonly damaged: DamagedJobs
}

/** The jobs under way fail by themselves, and are put back. */
function pauseWith(
  database: Pick<DatabaseWatch, 'refusesBecause' | 'onChange'>,
  worker: Pick<Worker, 'pause' | 'resume'>,
): void {
  database.onChange((refuses) => void (refuses ? worker.pause(true) : worker.resume()))
  if (database.refusesBecause() !== undefined) void worker.pause(true)
}

async function work(stage: Stage, job: Job, runtime: RunningRuntime): Promise<number> {
  const started = performance.now()
  const hooks: StageHooks = {
    attemptsMade: job.attemptsMade,
    recordDeadLetter: (deadLetter) => recordDeadLetter(deadLetter, runtime),
    onSplit: () => metrics.jobs.inc({ stage: stage.name, outcome: 'split' }),
    onBatch: (items) => metrics.batchItems.observe({ stage: stage.name }, items),
  }
  try {
    const outcome =
      job.stalledCounter >= isolateAfterStalls
        ? await stage.runIsolated(job.data, runtime.isolate, hooks)
        : await stage.run(job.data, hooks)
    await Promise.all([runtime.publisher.publish(outcome.hops), outcome.meanwhile])
    count(stage.name, started)
    countDeadLetters(stage.name, outcome.deadLettered, runtime.log)
    return outcome.deadLettered
  } catch (error) {
    return await failed(stage, job, error, runtime)
  }
}

/** A job of another version, or damaged in Redis, is kept whole as a dead letter. Any other job is retried. */
async function failed(stage: Stage, job: Job, error: unknown, runtime: RunningRuntime): Promise<number> {
  if (runtime.database?.explains(error) === true) return await postpone(stage, job, databaseRefusedMs)
  const failure = failureOf(error)
  if (failure.reason === 'job_malformed') {
    const jobId = job.id ?? ''
    const payload = await runtime.damaged.bytesOf(jobId)
    try {
      await recordDeadLetter({ ...failure, stage: stage.name, payload }, runtime)
    } catch (cause) {
      return await failed(stage, job, cause, runtime)
    }
    await runtime.damaged.makeFinishable(jobId)
    return 1
  }
  if (failure.reason === 'redis_refused') {
    runtime.log.warn(
      { stage: stage.name, ...failure },
      'Redis refuses the next jobs: this job is run again when it takes them',
    )
    return await postpone(stage, job, redisRefusedMs)
  }
  runtime.damageSweep.onError(error) // a next queue may be damaged
  metrics.jobs.inc({ stage: stage.name, outcome: 'retried' })
  const level = error instanceof PipelineError ? 'warn' : 'error'
  runtime.log[level](
    { stage: stage.name, jobId: job.id, attempt: job.attemptsMade + 1, ...failure },
    'the job failed and will be tried again',
  )
  throw new Error(failure.reason) // BullMQ stores it: no text of customers, no statement, no stack of a driver
}

/**
 * A store takes no writes now. The job is run again some seconds later, and this was no attempt of it. BullMQ's script
 * frees memory first, so a full Redis takes it. Where Redis refuses it too, the job counts as stalled, once.
 */
async function postpone(stage: Stage, job: Job, afterMs: number): Promise<never> {
  metrics.jobs.inc({ stage: stage.name, outcome: 'postponed' })
  // Up to twice as long: the jobs of a worker do not come back together.
  await job.moveToDelayed(Date.now() + afterMs * (1 + Math.random()), job.token)
  throw new DelayedError()
}

const redisRefusedMs = 3_000
/** The database's watch pauses the stage for longer, if that is needed. */
const databaseRefusedMs = 1_000

async function recordDeadLetter(
  deadLetter: NewDeadLetter,
  { recordDeadLetters, log }: StageRuntime,
): Promise<void> {
  await recordDeadLetters([deadLetter])
  const { stage, reason, detail } = deadLetter
  log.warn({ stage, reason, detail }, 'this item cannot be processed: it is a dead letter now')
}

function count(stage: StageName, started: number): void {
  metrics.jobs.inc({ stage, outcome: 'done' })
  metrics.jobSeconds.observe({ stage }, (performance.now() - started) / 1000)
}

function countDeadLetters(stage: StageName, deadLetters: number, log: Logger): void {
  if (deadLetters === 0) return
  metrics.deadLetters.inc({ stage }, deadLetters)
  log.error({ stage, deadLetters }, 'dead letters were stored: see `pagebeat dead list`')
}

/** Short at first: a failover takes seconds. At most 15 s: an outage may take hours. */
const backoff = { firstMs: 200, longestMs: 15_000, jitter: 0.5 }
