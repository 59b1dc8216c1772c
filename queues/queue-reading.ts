import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { jobFields } from './bullmq-keys.ts'

export const jobStates = ['waiting', 'active', 'delayed', 'prioritized', 'completed', 'failed'] as const
export type JobState = (typeof jobStates)[number]

/** One queue at one moment. Ages in seconds, 0 when there is no such job. */
export interface QueueReading {
  readonly stage: string
  readonly jobs: Readonly<Record<JobState, number>>
  /**
   * Age of the next job or of the next retry, whichever is older. After an outage of the database every job is a retry.
   */
  readonly oldestWaitingSeconds: number
  /** Since the longest-running job started. It grows while a worker hangs. */
  readonly oldestActiveSeconds: number
  /** Connected workers of this stage; undefined where Redis forbids CLIENT LIST. */
  readonly workers: number | undefined
}

/**
 * Reads one queue at a cost that does not grow with the number of its jobs. It reads the times of four jobs and never
 * their data, which may have a MiB. `redis` is the connection of the queue. Throws the error of Redis.
 */
export async function readQueue(queue: Queue, redis: Redis, now: number): Promise<QueueReading> {
  const [counts, clients, waitingSince, yieldingSince, retriedSince, activeSince] = await Promise.all([
    queue.getJobCounts(...jobStates),
    queue.getWorkers(),
    oldestDue('waiting'),
    oldestDue('prioritized'), // they give way to others: `yielding.ts`
    oldestDue('delayed'),
    oldest('active', [jobFields.started]).then(([started]) => Number(started)),
  ])
  async function oldest(state: JobState, fields: readonly string[]): Promise<readonly (string | null)[]> {
    const [id] = await queue.getRanges([state], 0, 0, true)
    if (id === undefined || (await redis.type(queue.toKey(id))) !== 'hash') return [] // damaged or removed meanwhile
    return await redis.hmget(queue.toKey(id), ...fields)
  }
  /** A job that was put off when it was added waits only since then: more workers would not take it sooner. */
  async function oldestDue(state: JobState): Promise<number> {
    const [added, options] = await oldest(state, [jobFields.added, jobFields.options])
    return added === undefined ? 0 : Number(added) + delayIn(options)
  }
  const age = (since: number): number => (since > 0 ? Math.max(0, (now - since) / 1000) : 0)
  return {
    stage: queue.name,
    jobs: toJobs(counts),
    oldestWaitingSeconds: Math.max(age(waitingSince), age(yieldingSince), age(retriedSince)),
    oldestActiveSeconds: age(activeSince),
    workers: clients.some(({ name }) => name === noClientList) ? undefined : clients.length,
  }
}

/** From the options that the job was added with. A retry does not change them. */
function delayIn(options: string | null | undefined): number {
  const [, delay = 0] = /"delay":(\d+)/.exec(options ?? '') ?? []
  return Number(delay)
}

/** BullMQ returns one client of this name where Redis refuses CLIENT LIST. */
const noClientList = 'GCP does not support client list'

function toJobs(counts: Readonly<Record<string, number>>): Readonly<Record<JobState, number>> {
  const { waiting = 0, active = 0, delayed = 0, prioritized = 0, completed = 0, failed = 0 } = counts
  return { waiting, active, delayed, prioritized, completed, failed }
}
