import type { ErrorCode } from '../src/domain/reasons.ts'
import type { StageName } from '../src/domain/stage-name.ts'
import type { QueueDefinition } from '../queues/define-queue.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import { MalformedJobError, PipelineError } from '../src/errors.ts'
import { refusalOf } from '../src/redis/refusal.ts'
import type { Outcome, Step } from './step.ts'

/** A queue with its step, without their job type: `start-stage.ts` and the isolated process run it. */
export interface Stage {
  readonly name: StageName
  /**
   * Decodes a job from Redis and runs the step. A failing item becomes a dead letter, and the other items of the job
   * are processed. The outcome's `meanwhile` may still be going on, and may fail later. Throws what the step throws.
   */
  run(raw: unknown, hooks: StageHooks): Promise<Outcome>
  /** Decodes a job and runs the step to its end: for the isolated process. Throws what the step throws. */
  runWhole(raw: unknown): Promise<Outcome>
  /** Like `run`, but in a process of its own: for a job whose worker died. */
  runIsolated(raw: unknown, isolate: Isolate, hooks: StageHooks): Promise<Outcome>
}

export interface StageHooks {
  /** Failed attempts so far. After some of them an unexpected error counts as a fault of the data. */
  readonly attemptsMade: number
  readonly recordDeadLetter: (deadLetter: NewDeadLetter) => Promise<void>
  /** Called each time that the job is cut in two. */
  readonly onSplit: () => void
  /** Called with the number of deliveries, events or receipts in the job. */
  readonly onBatch: (items: number) => void
}

/** Runs one job of a stage in a process of its own. Throws what the step threw, if a retry may help. */
export type Isolate = (stage: StageName, raw: unknown) => Promise<IsolatedResult>

/** `failure`: the job can never be processed, or the process died of it. */
export type IsolatedResult = { readonly outcome: Outcome } | { readonly failure: Failure }

/** Why an item becomes a dead letter. */
export type Failure = Pick<NewDeadLetter, 'detail' | 'crashes'> & { readonly reason: ErrorCode }

/** After this number of failed attempts, a job with an unexpected error is cut in two to find the failing item. */
const attemptsForBugs = 3

export function defineStage<Job, Next extends string>(
  queue: QueueDefinition<StageName, Job, Next>,
  step: Step<QueueDefinition<StageName, Job, Next>>,
): Stage {
  async function bisect(
    job: Job,
    hooks: StageHooks,
    attempt: (job: Job) => Promise<IsolatedResult>,
  ): Promise<Outcome> {
    const result = await attempt(job)
    if ('outcome' in result) return result.outcome
    const parts = queue.split(job)
    if (parts === undefined) {
      const payload = Buffer.from(JSON.stringify(job))
      await hooks.recordDeadLetter({ ...result.failure, stage: queue.name, payload })
      return { hops: [], deadLettered: 1 }
    }
    hooks.onSplit()
    const first = await bisect(parts[0], hooks, attempt)
    const second = await bisect(parts[1], hooks, attempt)
    return {
      hops: [...first.hops, ...second.hops],
      deadLettered: first.deadLettered + second.deadLettered,
      meanwhile: bothOf(first.meanwhile, second.meanwhile),
    }
  }

  /** Throws MalformedJobError, also where the decoder stumbles over a value of another type. */
  function decode(raw: unknown): Job {
    try {
      return queue.decode(raw)
    } catch (error) {
      if (error instanceof PipelineError) throw error
      throw new MalformedJobError(`${queue.name}: ${failureOf(error).detail}`)
    }
  }

  return {
    name: queue.name,
    async run(raw, hooks) {
      const job = decode(raw)
      hooks.onBatch(queue.count(job))
      return await bisect(job, hooks, async (part) => {
        try {
          const outcome = await step(part)
          // After a failed attempt these data may be the cause: `meanwhile` must fail here, so that the job is cut in
          // two.
          return { outcome: hooks.attemptsMade === 0 ? outcome : await ended(outcome) }
        } catch (error) {
          if (isDataFault(error, hooks.attemptsMade)) return { failure: failureOf(error) }
          throw error
        }
      })
    },
    async runWhole(raw) {
      return await ended(await step(decode(raw)))
    },
    async runIsolated(raw, isolate, hooks) {
      const job = decode(raw)
      hooks.onBatch(queue.count(job))
      return await bisect(job, hooks, (part) => isolate(queue.name, part))
    },
  }
}

/** The outcome, after its `meanwhile` has ended. */
async function ended({ meanwhile, ...outcome }: Outcome): Promise<Outcome> {
  await meanwhile
  return outcome
}

function bothOf(
  one: Promise<void> = Promise.resolve(),
  other: Promise<void> = Promise.resolve(),
): Promise<void> {
  const both = Promise.all([one, other]).then(() => undefined)
  both.catch(() => undefined) // the caller of the step awaits it later
  return both
}

function isDataFault(error: unknown, attemptsMade: number): boolean {
  if (error instanceof PipelineError) return error.disposition === 'dead'
  return attemptsMade >= attemptsForBugs && refusalOf(error) === undefined
}

/** The message of another error than ours might quote a customer: only its class and place are kept. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PipelineError) return { reason: error.code, detail: error.message }
  const refusal = refusalOf(error)
  if (refusal !== undefined)
    return { reason: 'redis_refused', detail: `${refusal.meaning} (${refusal.code})` }
  if (!(error instanceof Error)) return { reason: 'bug', detail: typeof error }
  const place = /\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? 'unknown place'
  return { reason: 'bug', detail: `${error.name} at ${place}` }
}
