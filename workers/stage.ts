import type { ErrorCode } from '../src/domain/reasons.ts'
import type { QueueDefinition } from '../queues/define-queue.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import { PipelineError } from '../src/errors.ts'
import type { Outcome, Step } from './step.ts'

/** A queue with the step that works on it, its job type forgotten: what the binding and the isolated child run. */
export interface Stage {
  readonly name: string
  /**
   * Decodes what came from Redis, then runs the step; a bad thing in it does no harm to its neighbours. The outcome's `meanwhile`
   * may still be under way, and may yet fail.
   */
  run(raw: unknown, hooks: StageHooks): Promise<Outcome>
  /** Decodes and runs the step, nothing else: what the isolated process does. Throws what the step throws. */
  runWhole(raw: unknown): Promise<Outcome>
  /** Like `run`, in a process of its own: for a job that was under way when a process died. */
  runIsolated(raw: unknown, isolate: Isolate, hooks: StageHooks): Promise<Outcome>
}

export interface StageHooks {
  /** How often this job has failed: a bug gets some tries before it counts as the data's fault. */
  readonly attemptsMade: number
  readonly quarantine: (letter: NewDeadLetter) => Promise<void>
  readonly onSplit: () => void
  /** Told how many deliveries, events or receipts the job carries. */
  readonly onBatch: (items: number) => void
}

/** Runs one job of a stage in a disposable process: its outcome, or what is wrong with it. Throws what the step threw. */
export type Isolate = (stage: string, raw: unknown) => Promise<IsolatedResult>

/** `culprit`: the step refused the job for good, or the process died of it. */
export type IsolatedResult = { readonly outcome: Outcome } | { readonly culprit: Culprit }

/** A plain bug (no PipelineError) is retried this often before its job is cut in two to find the culprit. */
const triesForBugs = 3

export function defineStage<Job, Next extends string>(
  queue: QueueDefinition<string, Job, Next>,
  step: Step<QueueDefinition<string, Job, Next>>,
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
      await hooks.quarantine({ ...result.culprit, stage: queue.name, payload: bytesOf(job) })
      return { hops: [], quarantined: 1 }
    }
    hooks.onSplit()
    const first = await bisect(parts[0], hooks, attempt)
    const second = await bisect(parts[1], hooks, attempt)
    return {
      hops: [...first.hops, ...second.hops],
      quarantined: first.quarantined + second.quarantined,
      meanwhile: bothOf(first.meanwhile, second.meanwhile),
    }
  }

  return {
    name: queue.name,
    async run(raw, hooks) {
      const job = queue.decode(raw)
      hooks.onBatch(queue.count(job))
      return await bisect(job, hooks, async (part) => {
        try {
          const outcome = await step(part)
          // What went wrong before may be the fault of these data: then it must be seen here.
          return { outcome: hooks.attemptsMade === 0 ? outcome : await whole(outcome) }
        } catch (error) {
          if (isDataFault(error, hooks.attemptsMade)) return { culprit: culpritOf(error) }
          throw error
        }
      })
    },
    async runWhole(raw) {
      return await whole(await step(queue.decode(raw)))
    },
    async runIsolated(raw, isolate, hooks) {
      const job = queue.decode(raw)
      hooks.onBatch(queue.count(job))
      return await bisect(job, hooks, (part) => isolate(queue.name, part))
    },
  }
}

async function whole({ meanwhile, ...outcome }: Outcome): Promise<Outcome> {
  await meanwhile
  return outcome
}

function bothOf(
  one: Promise<void> = Promise.resolve(),
  other: Promise<void> = Promise.resolve(),
): Promise<void> {
  const both = Promise.all([one, other]).then(() => undefined)
  both.catch(() => undefined) // whoever takes the outcome hears of it
  return both
}

export type Culprit = Pick<NewDeadLetter, 'detail' | 'crashes'> & { readonly reason: ErrorCode }

function isDataFault(error: unknown, attemptsMade: number): boolean {
  return error instanceof PipelineError ? error.disposition === 'dead' : attemptsMade >= triesForBugs
}

/** Our own errors hold no text of people; a bug's message might, so only its class and place are kept. */
export function culpritOf(error: unknown): Culprit {
  if (error instanceof PipelineError) return { reason: error.code, detail: error.message }
  if (!(error instanceof Error)) return { reason: 'bug', detail: typeof error }
  const place = /\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? 'unknown place'
  return { reason: 'bug', detail: `${error.name} at ${place}` }
}

function bytesOf(job: unknown): Buffer {
  return Buffer.from(JSON.stringify(job))
}
