import type { JobRetention } from './retention.ts'

/**
 * What travels into one stage: its job, how a job is decoded from Redis, named and cut in two, and where it may go next.
 * A definition can name only definitions that exist before it in the flow, so data flows one way; a hop to another is a
 * type error (`test/types`).
 */
export interface QueueDefinition<Name extends string = string, Job = unknown, Next extends string = string> {
  readonly name: Name
  /** Unknown from Redis → job. Throws MalformedJobError. */
  readonly decode: (raw: unknown) => Job
  /** Made of the job's content: the same job, published twice, is one. A shortcut: the guard is MySQL's unique keys. */
  readonly jobId: (job: Job) => string
  /** The job in two halves, or undefined when it holds one thing only: how a bad event is told from its neighbours. */
  readonly split: (job: Job) => readonly [Job, Job] | undefined
  /** How many deliveries, events or receipts it carries. */
  readonly count: (job: Job) => number
  /** About how many characters its JSON has, without making it. */
  readonly chars: (job: Job) => number
  readonly retention: JobRetention
  readonly next: readonly { readonly name: Next }[]
}

export function defineQueue<const Name extends string, Job, const Next extends string = never>(
  definition: QueueDefinition<Name, Job, Next>,
): QueueDefinition<Name, Job, Next> {
  return Object.freeze(definition)
}

/** A job on its way to a queue. */
export interface Hop<Name extends string = string> {
  readonly to: Name
  readonly jobId: string
  readonly job: unknown
  readonly keepFinished: number
}

export function hop<Name extends string, Job, Next extends string>(
  queue: QueueDefinition<Name, Job, Next>,
  job: Job,
): Hop<Name> {
  const { count, keepBelowChars } = queue.retention
  return {
    to: queue.name,
    jobId: queue.jobId(job),
    job,
    keepFinished: queue.chars(job) < keepBelowChars ? count : 0,
  }
}
