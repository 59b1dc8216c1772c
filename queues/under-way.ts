import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, queueKeys } from './bullmq-keys.ts'
import { parseQueue } from './parse.ts'
import { defaultPrefix } from './publish.ts'
import { stitchQueue } from './stitch.ts'

/** Reads the events that the receiver has acknowledged and that are in no table yet. */
export interface UnderWay {
  /**
   * Whether an unfinished job carries an event of this customer's thread from before `ts` (ms since the epoch). A job
   * whose content was not read counts if it contains the customer's id. `except`: ids of jobs whose events are all
   * stored.
   */
  mentions(customerId: string, ts: number, except?: readonly string[]): Promise<boolean>
}

/** In the order in which an event goes through them. */
const queues = [parseQueue.name, stitchQueue.name]

/**
 * Workers take the oldest waiting job first, but a job that waits for a retry is at the other end. No more waiting jobs
 * than these are read: they cost 2 ms of Redis's time.
 */
const mostJobs = 2_000

const runUnderWay = scriptOf(new URL('./under-way.lua', import.meta.url))

export function createUnderWay(connection: Redis, prefix = defaultPrefix): UnderWay {
  const keys = queues.map((name) => queueKeys(prefix, name))
  const lists = keys.flatMap(({ active, waiting, delayed }) => [active, waiting, delayed])
  const jobs = keys.map(({ jobPrefix }) => jobPrefix)
  return {
    async mentions(customerId, ts, except = []) {
      const found = await runUnderWay(connection, lists, [
        customerId,
        JSON.stringify(customerId),
        ts,
        mostJobs,
        jobFields.data,
        jobs.length,
        ...jobs,
        ...except,
      ])
      return found === 1
    },
  }
}
