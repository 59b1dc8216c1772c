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
  /** Set: ids of jobs that were active at the last check for stalled jobs. */
  readonly stalled: string
  /** The key of a job's hash is this prefix and its id. */
  readonly jobPrefix: string
  /** The key of a job's lock is `jobPrefix`, its id and this ending. */
  readonly lockEnding: string
  /** The key of a deduplication is this prefix and its name. It holds the id of the job that others give way to. */
  readonly deduplicationPrefix: string
}

/**
 * Fields of a job's hash. `data` is JSON. `attemptsStarted` counts how often a worker has started the job; at first it
 * is absent. `attemptsMade` counts failed attempts, `stalls` dead workers. `added` and `started` are times in ms: when the job was added, and when a worker last started it.
 */
export const jobFields = {
  data: 'data',
  options: 'opts',
  attemptsStarted: 'ats',
  attemptsMade: 'atm',
  stalls: 'stc',
  deduplication: 'deid',
  added: 'timestamp',
  started: 'processedOn',
} as const

/** The keys that BullMQ makes for a queue, without the prefix of its jobs, and the type that its scripts expect. */
export const keyTypes: Readonly<Record<string, string>> = {
  active: 'list',
  wait: 'list',
  paused: 'list',
  delayed: 'zset',
  prioritized: 'zset',
  completed: 'zset',
  failed: 'zset',
  'waiting-children': 'zset',
  repeat: 'zset',
  marker: 'zset',
  stalled: 'set',
  events: 'stream',
  meta: 'hash',
  id: 'string',
  pc: 'string',
  limiter: 'string',
  'stalled-check': 'string',
}

/** Of `keyTypes`: where the ids of jobs are, that of waiting jobs first. */
export const jobLists = ['wait', 'active', 'paused'] as const
export const jobSets = ['delayed', 'prioritized', 'completed', 'failed', 'waiting-children'] as const

/** Of `keyTypes`: numbers that the scripts count up. */
export const counterKeys = ['id', 'pc', 'limiter'] as const

/** Fields of `meta` that must be numbers where they are there. */
export const metaNumbers = ['concurrency', 'max', 'duration', 'opts.maxLenEvents'] as const

/** Fields that must be whole numbers: BullMQ adds to them in Redis. */
export const countFields: readonly string[] = [
  jobFields.attemptsStarted,
  jobFields.attemptsMade,
  jobFields.stalls,
]

/** Fields that must be numbers. */
export const numberFields: readonly string[] = [
  ...countFields,
  jobFields.added,
  jobFields.started,
  'delay',
  'priority',
  'finishedOn',
]

/** Of flows and schedulers. Pagebeat has none; BullMQ would look for the parent or the scheduler, and fail. */
export const relationFields = ['parent', 'parentKey', 'rjk'] as const

/** Fields that a worker must not take from Redis: BullMQ would take another id, or fail the job for `defa`. */
export const unwantedFields = [
  ...relationFields,
  'id',
  'progress',
  'returnvalue',
  'stacktrace',
  'defa',
] as const

export function queueKeys(prefix: string, queue: string): QueueKeys {
  const base = `${prefix}:${queue}:`
  return {
    active: `${base}active`,
    waiting: `${base}wait`,
    delayed: `${base}delayed`,
    stalled: `${base}stalled`,
    jobPrefix: base,
    lockEnding: ':lock',
    deduplicationPrefix: `${base}de:`,
  }
}
