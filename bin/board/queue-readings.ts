import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'

export const jobStates = ['waiting', 'active', 'delayed', 'prioritized', 'completed', 'failed'] as const
export type JobState = (typeof jobStates)[number]

/** One queue at one moment. Ages in seconds, 0 when there is no such job. */
export interface QueueReading {
  readonly stage: string
  readonly jobs: Readonly<Record<JobState, number>>
  /** Of the job that is next, or of one that waits to be tried again: what a database outage makes of all of them. */
  readonly oldestWaitingSeconds: number
  /** Since the longest-running job began: a worker that is wedged keeps it for ever. */
  readonly oldestActiveSeconds: number
  /** Connected workers of this stage; undefined where Redis does not tell (CLIENT LIST forbidden). */
  readonly workers: number | undefined
}

/**
 * Reads all queues in two round trips, at a cost that does not grow with what is in them: lengths, and of three jobs a queue
 * only the time, never the data (up to a MiB). The keys are BullMQ's own layout; a test compares with its API.
 */
export async function readQueues(
  redis: Redis,
  queues: readonly Queue[],
  now: number,
): Promise<QueueReading[]> {
  const ask = redis.pipeline()
  for (const queue of queues) {
    ask.llen(queue.toKey('wait')).llen(queue.toKey('active')).zcard(queue.toKey('delayed'))
    ask.zcard(queue.toKey('prioritized')).zcard(queue.toKey('completed')).zcard(queue.toKey('failed'))
    ask
      .lindex(queue.toKey('wait'), -1)
      .lindex(queue.toKey('active'), -1)
      .zrange(queue.toKey('delayed'), '0', '0')
  }
  ask.client('LIST')
  const answers = resultsOf(await ask.exec())
  const heads = queues.map((queue, index) => toHead(queue, answers.slice(index * 9, index * 9 + 9)))

  const askTimes = redis.pipeline()
  for (const { queue, waiting, active, delayed } of heads) {
    askTimes.hget(queue.toKey(waiting), 'timestamp').hget(queue.toKey(active), 'processedOn')
    askTimes.hget(queue.toKey(delayed), 'timestamp')
  }
  const times = resultsOf(await askTimes.exec())
  const clients = answers.at(-1)
  return heads.map(({ queue, jobs }, index) => {
    const [waitingSince, activeSince, delayedSince] = times.slice(index * 3, index * 3 + 3)
    return {
      stage: queue.name,
      jobs,
      oldestWaitingSeconds: Math.max(ageSeconds(waitingSince, now), ageSeconds(delayedSince, now)),
      oldestActiveSeconds: ageSeconds(activeSince, now),
      workers: typeof clients === 'string' ? countWorkers(queue, clients) : undefined,
    }
  })
}

interface Head {
  readonly queue: Queue
  readonly jobs: Readonly<Record<JobState, number>>
  readonly waiting: string
  readonly active: string
  readonly delayed: string
}

function toHead(queue: Queue, answers: readonly unknown[]): Head {
  const [waiting, active, delayed, prioritized, completed, failed, nextId, activeId, delayedIds] = answers
  return {
    queue,
    jobs: {
      waiting: toCount(waiting),
      active: toCount(active),
      delayed: toCount(delayed),
      prioritized: toCount(prioritized),
      completed: toCount(completed),
      failed: toCount(failed),
    },
    waiting: toId(nextId),
    active: toId(activeId),
    delayed: toId(Array.isArray(delayedIds) ? delayedIds[0] : undefined),
  }
}

/** The answers of a pipeline; CLIENT LIST may be forbidden, everything else throws. */
function resultsOf(replies: [Error | null, unknown][] | null): unknown[] {
  return (replies ?? []).map(([error, value]) => {
    if (error !== null && !/client/i.test(error.message)) throw error
    return error === null ? value : undefined
  })
}

/** Empty for no job: a key with nothing behind it. */
function toId(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function toCount(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function ageSeconds(since: unknown, now: number): number {
  const ms = Number(since)
  return ms > 0 ? Math.max(0, (now - ms) / 1000) : 0
}

/** BullMQ names a worker's connection `<prefix>:<queue in base64>`, and `:w:<name>` behind it. */
function countWorkers(queue: Queue, clients: string): number {
  const name = `${String(queue.opts.prefix)}:${Buffer.from(queue.name).toString('base64')}`
  const named = [...clients.matchAll(/ name=(\S*)/g)].map((match) => match[1] ?? '')
  return named.filter((client) => client === name || client.startsWith(`${name}:w:`)).length
}
