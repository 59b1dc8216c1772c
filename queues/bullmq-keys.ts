/**
 * The only file that knows how BullMQ 6.7 lays out a queue in Redis; a test compares it with a real queue. All other
 * code calls BullMQ's own functions.
 */
export interface QueueKeys {
  /** List: ids of jobs that workers are running. */
  readonly active: string
  /** List: ids of waiting jobs, also while the queue is paused. The next one is at its end. */
  readonly waiting: string
  /** Sorted set: ids of jobs that wait for a time. */
  readonly delayed: string
  /** The key of a job's hash is this prefix and its id. */
  readonly jobPrefix: string
}

/**
 * Fields of a job's hash. `data` is JSON. `attemptsStarted` counts how often a worker has started the job; at first it
 * is absent. `added` and `started` are times in ms: when the job was added, and when a worker last started it.
 */
export const jobFields = {
  data: 'data',
  attemptsStarted: 'ats',
  added: 'timestamp',
  started: 'processedOn',
} as const

export function queueKeys(prefix: string, queue: string): QueueKeys {
  const base = `${prefix}:${queue}:`
  return {
    active: `${base}active`,
    waiting: `${base}wait`,
    delayed: `${base}delayed`,
    jobPrefix: base,
  }
}
