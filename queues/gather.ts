import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, queueKeys } from './bullmq-keys.ts'
import { hop } from './define-queue.ts'
import { createParseJob, type Delivery, parseQueue } from './parse.ts'
import { defaultPrefix, jobOptions, openQueue } from './publish.ts'

/** Joins deliveries that no reply depends on to few jobs. */
export interface Gathering {
  /**
   * The deliveries are on disk in Redis; only their job is delayed. Throws the error of Redis: then they may be there
   * all the same. The caller waits for one call before the next.
   */
  add(deliveries: readonly Delivery[]): Promise<void>
  close(): Promise<void>
}

export interface GatheringOptions {
  readonly prefix?: string | undefined
  /** How long a job waits for more deliveries. */
  readonly gatherMs?: number
}

/**
 * Bounds of one such job. With its quotes escaped it is still small enough for the queue monitor (queues/retention.ts).
 */
const most = { deliveries: 100, chars: 32 * 1024 }

const append = scriptOf(new URL('./append-deliveries.lua', import.meta.url))

interface OpenJob {
  readonly jobId: string
  readonly until: number
  readonly deliveries: number
  readonly chars: number
}

/** For one receiver. It adds deliveries to its own last job, as long as that job is delayed. */
export function createGathering(
  connection: Redis,
  { prefix = defaultPrefix, gatherMs = 60 }: GatheringOptions = {},
): Gathering {
  const queue = openQueue(parseQueue.name, connection, prefix)
  const { delayed, jobPrefix } = queueKeys(prefix, parseQueue.name)
  let open: OpenJob | undefined

  async function addToOpen(deliveries: readonly Delivery[], chars: number): Promise<boolean> {
    const job = open
    open = undefined // if the response of Redis is lost, the next deliveries go into a new job
    if (job === undefined || performance.now() >= job.until) return false
    const grown = { deliveries: job.deliveries + deliveries.length, chars: job.chars + chars }
    if (grown.deliveries > most.deliveries || grown.chars > most.chars) return false
    const keys = [delayed, jobPrefix + job.jobId]
    const json = JSON.stringify(deliveries).slice(1, -1)
    const fields = [jobFields.data, jobFields.attemptsStarted]
    const isIn = (await append(connection, keys, [job.jobId, json, ...fields])) === 1
    if (isIn) open = { ...job, ...grown }
    return isIn
  }

  return {
    async add(deliveries) {
      const job = createParseJob(deliveries)
      const chars = parseQueue.chars(job)
      if (await addToOpen(deliveries, chars)) return
      const until = performance.now() + gatherMs
      const wanted = hop(parseQueue, job)
      await queue.add(wanted.to, job, { ...jobOptions(wanted), delay: gatherMs })
      open = { jobId: wanted.jobId, until, deliveries: deliveries.length, chars }
    },
    close: () => queue.close(),
  }
}
