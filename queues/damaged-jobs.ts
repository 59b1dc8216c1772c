import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, queueKeys, unwantedFields } from './bullmq-keys.ts'

/** Damaged jobs of one queue. Redis keeps their bytes until they are dead letters. */
export interface DamagedJobs {
  /** The data of the job as they are in Redis, byte for byte, at most 6 MiB. Without data: its id, as JSON. */
  bytesOf(jobId: string): Promise<Buffer>
  /** BullMQ can finish the job: fields that its scripts stumble over are gone. */
  makeFinishable(jobId: string): Promise<void>
  /** Ids of active jobs that BullMQ's scripts cannot touch: no worker ever gets them. */
  findUntouchable(): Promise<readonly string[]>
  /** The job is in no list any more, and its keys are gone. */
  discard(jobId: string): Promise<void>
}

const findBroken = scriptOf(new URL('./find-broken.lua', import.meta.url))
const discardJob = scriptOf(new URL('./discard-job.lua', import.meta.url))

/** No job of Pagebeat is larger. The database refuses a row above its `max_allowed_packet`. */
const mostBytes = 6 * 1024 * 1024

/** BullMQ's scripts add to these counts. */
const counts = [jobFields.attemptsStarted, jobFields.attemptsMade, jobFields.stalls]

export function createDamagedJobs(connection: Redis, prefix: string, queue: string): DamagedJobs {
  const { active, stalled, jobPrefix, lockEnding, deduplicationPrefix } = queueKeys(prefix, queue)
  async function readBytes(key: string): Promise<Buffer | null> {
    const type = await connection.type(key)
    if (type === 'hash') return await connection.hgetBuffer(key, jobFields.data)
    return type === 'string' ? await connection.getBuffer(key) : null
  }
  return {
    async bytesOf(jobId) {
      const bytes = (await readBytes(jobPrefix + jobId)) ?? Buffer.from(JSON.stringify({ jobId }))
      return bytes.subarray(0, mostBytes)
    },
    async makeFinishable(jobId) {
      await connection
        .multi()
        .hdel(jobPrefix + jobId, ...unwantedFields)
        .hset(jobPrefix + jobId, Object.fromEntries(counts.map((name) => [name, '0'])))
        .exec()
    },
    async findUntouchable() {
      const found = await findBroken(connection, [active], [jobPrefix, ...counts])
      return Array.isArray(found) ? found.map(String) : []
    },
    async discard(jobId) {
      const keys = [active, stalled, jobPrefix + jobId, jobPrefix + jobId + lockEnding]
      await discardJob(connection, keys, [jobId, deduplicationPrefix, jobFields.deduplication])
    },
  }
}
