import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, queueKeys } from './bullmq-keys.ts'
import { createDeepBacklog } from './deep-backlog.ts'
import { parseQueue } from './parse.ts'
import { defaultPrefix } from './publish.ts'
import { stitchQueue } from './stitch.ts'

/** Reads the events that the receiver has acknowledged and that are in no table yet. */
export interface UnderWay {
  /**
   * Whether an unfinished job carries an event of this customer's thread from before `ts` (ms since the epoch), but
   * not from before `since`: those are too late for a reply. A job
   * whose content was not read counts if it contains the customer's id. `except`: ids of jobs whose events are all
   * stored.
   */
  mentions(customerId: string, ts: number, except?: readonly string[]): Promise<boolean>
}

/** In the order in which an event goes through them. */
const queues = [parseQueue.name, stitchQueue.name]

/**
 * The script reads the jobs that workers take next, no more than these, at every question. Of a longer queue, this
 * process reads the other jobs, each once: with 2,000 here, Redis did little else while a backlog drained.
 */
const mostJobs = 200

const runUnderWay = scriptOf(new URL('./under-way.lua', import.meta.url))

const [yes, notRead] = [1, 2]

export function createUnderWay(connection: Redis, prefix = defaultPrefix, since = () => 0): UnderWay {
  const keys = queues.map((name) => queueKeys(prefix, name))
  const lists = keys.flatMap(({ active, waiting, delayed }) => [active, waiting, delayed])
  const jobs = keys.map(({ jobPrefix }) => jobPrefix)
  const deep = createDeepBacklog(connection, keys, mostJobs)
  let isDeep = false
  return {
    async mentions(customerId, ts, except = []) {
      const first = since()
      const look = (): Promise<unknown> =>
        runUnderWay(connection, lists, [
          customerId,
          JSON.stringify(customerId),
          first,
          ts,
          mostJobs,
          jobFields.data,
          jobs.length,
          ...jobs,
          ...except,
        ])
      // First the far part, then the script: jobs only move towards the workers, so none is missed between the two.
      if (isDeep) await deep.read()
      let found = await look()
      if (found === notRead && !isDeep) {
        await deep.read()
        found = await look()
      }
      isDeep = found === notRead || (isDeep && found === yes)
      return found === yes || (found === notRead && deep.mentions(customerId, { since: first, ts }, except))
    },
  }
}
