import { type Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Publisher } from '../queues/publish.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import { PipelineError } from '../src/errors.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { metrics } from '../src/telemetry/metrics.ts'
import { culpritOf, type Isolate, type Stage, type StageHooks } from './stage.ts'
import { backoffMs } from '../src/backoff.ts'
import { isDoneWithin } from '../src/within.ts'

export interface StageRuntime {
  /** Waits for Redis as long as it takes (`workerConnection`). */
  readonly connection: Redis
  readonly prefix: string
  readonly concurrency: number
  readonly publisher: Publisher
  readonly quarantine: (letters: readonly NewDeadLetter[]) => Promise<void>
  readonly isolate: Isolate
  readonly log: Logger
}

export interface RunningStage {
  readonly name: string
  /** Takes no new job, finishes those under way (not for ever), then resolves. */
  close(): Promise<void>
}

/**
 * A job that was under way when its process died is tried once more as usual; the second time it runs in a process of its
 * own, which may die without harm. So poison takes down at most two workers, and an innocent neighbour just runs apart.
 */
const isolateAfterStalls = 2

/** How long jobs under way may take after a stop; what is not done then is another worker's a few seconds later. */
const drainMs = 10_000
const forceMs = 1_000

/**
 * The thin binding of a stage to BullMQ: decode → step → publish its hops → count. In this order: the step's effects are
 * committed before the hops are published (but for `meanwhile`), and all of it before the job is done; a crash in between repeats
 * the step.
 */
export function startStage(stage: Stage, runtime: StageRuntime): RunningStage {
  const { connection, prefix, concurrency, log } = runtime
  const worker = new Worker(stage.name, (job) => work(stage, job, runtime), {
    connection,
    prefix,
    concurrency,
    // A killed worker's jobs go on within seconds; BullMQ never fails a job for it, we count the crashes ourselves.
    lockDuration: 5_000,
    stalledInterval: 2_000,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attemptsMade) => backoffMs(attemptsMade, backoff) },
  })
  worker.on('error', (error) => log.warn({ stage: stage.name, reason: error.name }, 'Redis trouble'))
  worker.on('stalled', (jobId) =>
    log.warn({ stage: stage.name, jobId }, 'a worker died or hung with this job; it goes on'),
  )
  return {
    name: stage.name,
    async close() {
      if (!(await isDoneWithin(drainMs, worker.close()))) await isDoneWithin(forceMs, worker.close(true))
    },
  }
}

async function work(stage: Stage, job: Job, runtime: StageRuntime): Promise<number> {
  const started = performance.now()
  const isSuspect = job.stalledCounter >= isolateAfterStalls
  const hooks: StageHooks = {
    attemptsMade: job.attemptsMade,
    quarantine: (letter) => quarantine([letter], runtime),
    onSplit: () => metrics.jobs.inc({ stage: stage.name, outcome: 'split' }),
    onBatch: (items) => metrics.batchItems.observe({ stage: stage.name }, items),
  }
  try {
    const outcome = isSuspect
      ? await stage.runIsolated(job.data, runtime.isolate, hooks)
      : await stage.run(job.data, hooks)
    await Promise.all([runtime.publisher.publish(outcome.hops), outcome.meanwhile])
    count(stage.name, started)
    countQuarantined(stage.name, outcome.quarantined, runtime.log)
    return outcome.quarantined
  } catch (error) {
    return await failed(stage, job, error, runtime)
  }
}

/** Data of another version or damaged in Redis: kept whole. Everything else is tried again, for as long as it takes. */
async function failed(stage: Stage, job: Job, error: unknown, runtime: StageRuntime): Promise<number> {
  const culprit = culpritOf(error)
  if (culprit.reason === 'job_malformed') {
    await quarantine(
      [{ ...culprit, stage: stage.name, payload: Buffer.from(JSON.stringify(job.data)) }],
      runtime,
    )
    return 1
  }
  metrics.jobs.inc({ stage: stage.name, outcome: 'retried' })
  const level = error instanceof PipelineError ? 'warn' : 'error'
  runtime.log[level](
    { stage: stage.name, jobId: job.id, attempt: job.attemptsMade + 1, ...culprit },
    'will be tried again',
  )
  throw new Error(culprit.reason) // what BullMQ stores: no text, no statement, no stack of a driver
}

async function quarantine(
  letters: readonly NewDeadLetter[],
  { quarantine: keep, log }: StageRuntime,
): Promise<void> {
  await keep(letters)
  for (const { stage, reason, detail } of letters) log.warn({ stage, reason, detail }, 'found the culprit')
}

function count(stage: string, started: number): void {
  metrics.jobs.inc({ stage, outcome: 'done' })
  metrics.jobSeconds.observe({ stage }, (performance.now() - started) / 1000)
}

function countQuarantined(stage: string, letters: number, log: Logger): void {
  if (letters === 0) return
  metrics.deadLetters.inc({ stage }, letters)
  log.error({ stage, letters }, 'put in quarantine: see `pagebeat dead list`')
}

/** Short at first, for a failover that takes seconds; long in the end, for an outage that takes hours. */
const backoff = { firstMs: 200, longestMs: 15_000, jitter: 0.5 }
