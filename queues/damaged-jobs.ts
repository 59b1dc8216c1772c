import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import {
  countFields,
  counterKeys,
  jobFields,
  jobLists,
  jobSets,
  keyTypes,
  metaNumbers,
  queueKeys,
  unwantedFields,
} from './bullmq-keys.ts'
import { createLostJobs, type LostJobs } from './lost-jobs.ts'

/** Damaged jobs and keys of one queue. Redis keeps their bytes until they are dead letters. */
export interface DamagedJobs extends LostJobs {
  readonly queue: string
  /** The data of the job as they are in Redis, byte for byte, at most 6 MiB. Without data: its id, as JSON. */
  bytesOf(jobId: string): Promise<Buffer>
  /** BullMQ can finish the job: fields that its scripts stumble over are gone. */
  makeFinishable(jobId: string): Promise<void>
  /**
   * The queue's own keys have the types and values that BullMQ's scripts expect. Returns what is left to do:
   * `untouchable` are ids of jobs that the scripts cannot touch, so that no worker ever gets them. `aside` are names of
   * keys that had another type.
   */
  mend(): Promise<Mended>
  /** The job is in no list any more, and its keys are gone. */
  discard(jobId: string): Promise<void>
  /** A text as it was, any other type as DUMP returns it: RESTORE makes a key of it. At most 6 MiB. */
  bytesAside(name: string): Promise<Buffer>
  discardAside(name: string): Promise<void>
}

export interface Mended {
  readonly untouchable: readonly string[]
  readonly aside: readonly string[]
  /** How many values were removed or set. */
  readonly values: number
}

const mendQueue = scriptOf(new URL('./mend-queue.lua', import.meta.url))
const discardJob = scriptOf(new URL('./discard-job.lua', import.meta.url))

/** No job of Pagebeat is larger. The database refuses a row above its `max_allowed_packet`. */
const mostBytes = 6 * 1024 * 1024

const layout = JSON.stringify({
  types: keyTypes,
  counters: counterKeys,
  numbers: metaNumbers,
  counts: countFields,
})

/** BullMQ takes as many delayed jobs at once. */
const mostLookedAt = 1_000
/** No job of Pagebeat is delayed for longer. A worker whose clock was wrong may have delayed it for hours. */
const longestDelayMs = 60_000

export function createDamagedJobs(connection: Redis, prefix: string, queue: string): DamagedJobs {
  const { active, stalled, jobPrefix, lockEnding, deduplicationPrefix } = queueKeys(prefix, queue)
  const aside = `${jobPrefix}damaged:`
  const [lists, sets] = [jobLists, jobSets].map((names) => names.map((name) => jobPrefix + name))
  async function readBytes(key: string): Promise<Buffer | null> {
    const type = await connection.type(key)
    if (type === 'hash') return await connection.hgetBuffer(key, jobFields.data)
    return type === 'string' ? await connection.getBuffer(key) : null
  }
  return {
    queue,
    ...createLostJobs(connection, jobPrefix, lockEnding),
    async bytesOf(jobId) {
      const isOwnKey = Object.hasOwn(keyTypes, jobId)
      const bytes = isOwnKey ? null : await readBytes(jobPrefix + jobId)
      return (bytes ?? Buffer.from(JSON.stringify({ jobId }))).subarray(0, mostBytes)
    },
    async makeFinishable(jobId) {
      await connection
        .multi()
        .hdel(jobPrefix + jobId, ...unwantedFields)
        .hset(jobPrefix + jobId, Object.fromEntries(countFields.map((name) => [name, '0'])))
        .exec()
    },
    async mend() {
      const found = await mendQueue(
        connection,
        [active],
        [jobPrefix, longestDelayMs, mostLookedAt, layout, 'priority', aside, lockEnding],
      )
      const [untouchable, moved, values]: readonly unknown[] = Array.isArray(found) ? found : []
      return { untouchable: textsOf(untouchable), aside: textsOf(moved), values: Number(values) }
    },
    async discard(jobId) {
      const keys = [
        stalled,
        jobPrefix + jobId,
        jobPrefix + jobId + lockEnding,
        ...(lists ?? []),
        ...(sets ?? []),
      ]
      const isOwnKey = Object.hasOwn(keyTypes, jobId) ? 1 : 0
      await discardJob(connection, keys, [
        jobId,
        deduplicationPrefix,
        jobFields.deduplication,
        jobLists.length,
        isOwnKey,
      ])
    },
    async bytesAside(name) {
      const key = aside + name
      const isText = (await connection.type(key)) === 'string'
      const bytes = await (isText ? connection.getBuffer(key) : connection.dumpBuffer(key))
      return (bytes ?? Buffer.alloc(0)).subarray(0, mostBytes)
    },
    async discardAside(name) {
      await connection.del(aside + name)
    },
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
