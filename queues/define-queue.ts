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
  /** Several jobs as one: what is published at the same time travels together. Absent: each job stays by itself. */
  readonly merge?: (jobs: readonly Job[]) => Job
  /** Nobody waits for this job: it may wait a little for others to travel with. Absent: only those of the same moment do. */
  readonly isDeferrable?: (job: Job) => boolean
  /** How many deliveries, events or receipts it carries. */
  readonly count: (job: Job) => number
  /** About how many characters its JSON has, without making it. */
  readonly chars: (job: Job) => number
  readonly retention: JobRetention
  /**
   * The job is a wake-up: of those of one name, one is enough, and one that comes while another is under way runs after it.
   * Such a job has no id of its content.
   */
  readonly wakes?: (job: Job) => string
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
  readonly merging?: Merging
  /** Name of what it wakes. */
  readonly wakes?: string
}

/** How a hop goes together with others to the same queue. */
interface Merging {
  /** 1,000 is as much as one job should carry: events, or 2,000 characters each. */
  readonly weight: number
  readonly together: (jobs: readonly unknown[]) => Hop
  readonly isDeferrable: boolean
}

export function hop<Name extends string, Job, Next extends string>(
  queue: QueueDefinition<Name, Job, Next>,
  job: NoInfer<Job>,
): Hop<Name> {
  const { merge, isDeferrable, retention, wakes } = queue
  const chars = queue.chars(job)
  const alone = {
    to: queue.name,
    jobId: queue.jobId(job),
    job,
    keepFinished: chars < retention.keepBelowChars ? retention.count : 0,
    ...(wakes === undefined ? {} : { wakes: wakes(job) }),
  }
  if (merge === undefined) return alone
  const weight = queue.count(job) + chars / 2_000
  const together = (jobs: readonly unknown[]): Hop => hop(queue, merge(jobs as readonly Job[]))
  return { ...alone, merging: { weight, together, isDeferrable: isDeferrable?.(job) ?? false } }
}
