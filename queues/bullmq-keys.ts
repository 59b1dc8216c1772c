/**
 * The only file that knows how BullMQ 6.7 lays out a queue in Redis; a test compares it with a real queue. Everything else goes
 * through BullMQ's own functions.
 */
export interface QueueKeys {
  /** List of job ids that workers have. */
  readonly active: string
  /** List of waiting job ids, also while the queue is paused: the next one is at its end. */
  readonly waiting: string
  /** Sorted set of job ids that wait for a time. */
  readonly delayed: string
  /** A job is the hash at this prefix and its id. */
  readonly jobPrefix: string
}

/**
 * Fields of a job's hash: its data as JSON; how often a worker has started it, absent at first; when it was added, and when a worker
 * started it last (ms).
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
