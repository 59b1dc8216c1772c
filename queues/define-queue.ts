import type { JobRetention } from './retention.ts'

/**
 * The queue of one stage: its job, how the job is decoded, named and cut in two, and the queues that may come next. A
 * definition can only name definitions that exist before it, so data flows one way. A hop to any other queue is a type
 * error (`test/types`).
 */
export interface QueueDefinition<Name extends string = string, Job = unknown, Next extends string = string> {
  readonly name: Name
  /** From the JSON in Redis. Throws MalformedJobError. */
  readonly decode: (raw: unknown) => Job
  /** Made of the content: a job that is published twice is one job. The guard is MySQL's unique keys, not this id. */
  readonly jobId: (job: Job) => string
  /** The job in two halves: so a failing item is found. Undefined: the job holds one item only. */
  readonly split: (job: Job) => readonly [Job, Job] | undefined
  /** Several jobs as one: for jobs that are published at the same time. Absent: each job stays by itself. */
  readonly merge?: (jobs: readonly Job[]) => Job
  /** No reply depends on the job: it may wait some time to be merged with others. Absent: false. */
  readonly isDeferrable?: (job: Job) => boolean
  /** While customers write in Messenger, the job may wait a moment to be merged with others. Absent: false. */
  readonly waitsBesideMessenger?: (job: Job) => boolean
  /** How many deliveries, events or receipts the job carries. */
  readonly count: (job: Job) => number
  /** About how many characters the job's JSON has, without making it. */
  readonly chars: (job: Job) => number
  /**
   * When the oldest event in the job arrived, ms since the epoch, for its place in a long queue. Undefined: it has no
   * place before others.
   */
  readonly arrivedAt?: (job: Job) => number | undefined
  readonly retention: JobRetention
  /**
   * Returns the name of the conversation that the job wakes. One waiting job of a name is enough. A job that comes
   * while another of its name is active runs after it. Such a job has no id of its content.
   */
  readonly wakes?: (job: Job) => string
  /** The job gives way to the others of its queue (`yielding.ts`). Absent: no job does. */
  readonly yields?: (job: Job) => boolean
  readonly next: readonly { readonly name: Next }[]
}

export function defineQueue<const Name extends string, Job, const Next extends string = never>(
  definition: QueueDefinition<Name, Job, Next>,
): QueueDefinition<Name, Job, Next> {
  return Object.freeze(definition)
}

/** A job and the queue that it goes to. */
export interface Hop<Name extends string = string> {
  readonly to: Name
  readonly jobId: string
  readonly job: unknown
  readonly keepFinished: number
  /** See `QueueDefinition.arrivedAt`. */
  readonly arrivedAt?: number
  readonly merging?: Merging
  /** See `QueueDefinition.wakes`. */
  readonly wakes?: string
  /** See `QueueDefinition.yields`. */
  readonly yields?: boolean
}

/** How a hop is merged with others to the same queue. */
interface Merging {
  /** Number of items plus one for each 2,000 characters. One job should carry 1,000 at most. */
  readonly weight: number
  readonly together: (jobs: readonly unknown[]) => Hop
  readonly isDeferrable: boolean
  readonly waitsBesideMessenger: boolean
}

export function hop<Name extends string, Job, Next extends string>(
  queue: QueueDefinition<Name, Job, Next>,
  job: NoInfer<Job>,
): Hop<Name> {
  const { merge, retention, wakes, yields } = queue
  const chars = queue.chars(job)
  const arrivedAt = queue.arrivedAt?.(job)
  const alone = {
    to: queue.name,
    jobId: queue.jobId(job),
    job,
    keepFinished: chars < retention.keepBelowChars ? retention.count : 0,
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
    ...(wakes === undefined ? {} : { wakes: wakes(job) }),
    ...(yields === undefined ? {} : { yields: yields(job) }),
  }
  if (merge === undefined) return alone
  const weight = queue.count(job) + chars / 2_000
  const together = (jobs: readonly unknown[]): Hop => hop(queue, merge(jobs as readonly Job[]))
  const isDeferrable = queue.isDeferrable?.(job) ?? false
  const waitsBesideMessenger = queue.waitsBesideMessenger?.(job) ?? false
  return { ...alone, merging: { weight, together, isDeferrable, waitsBesideMessenger } }
}
