import type { Redis } from 'ioredis'
import { hop } from './define-queue.ts'
import { createParseJob, type Delivery, parseQueue } from './parse.ts'
import { defaultPrefix, jobOptions, openQueue } from './publish.ts'

/** Deliveries that nobody waits for, in as few jobs as possible. */
export interface Gathering {
  /**
   * The deliveries are on disk in Redis, at once; what waits is the job they are in. Throws what Redis says; then they may be there
   * already. One call at a time.
   */
  add(deliveries: readonly Delivery[]): Promise<void>
  close(): Promise<void>
}

export interface GatheringOptions {
  readonly prefix?: string | undefined
  /** A job waits so long for others to travel with it. */
  readonly gatherMs?: number
}

/** Bounds of one such job: with its quotes escaped it is still one that is kept for the board, and looked at item by item (`under-way.ts`). */
const most = { deliveries: 100, chars: 32 * 1024 }

/**
 * A delayed job takes in more deliveries until a worker has it. One that was with a worker and waits for another try does not: its
 * group stands in the raw ledger as it is. KEYS: the queue's delayed jobs, the job; ARGV: its id, deliveries as JSON without brackets.
 */
const appendScript = `
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.call('HEXISTS', KEYS[2], 'ats') == 1 then return 0 end
local data = redis.call('HGET', KEYS[2], 'data')
if string.sub(data, -2) ~= ']}' then return 0 end
redis.call('HSET', KEYS[2], 'data', string.sub(data, 1, -3) .. ',' .. ARGV[2] .. ']}')
return 1`

interface OpenJob {
  readonly jobId: string
  readonly until: number
  readonly deliveries: number
  readonly chars: number
}

/** Of one receiver: what it adds while the last of its own jobs still waits goes into that. */
export function createGathering(
  connection: Redis,
  { prefix = defaultPrefix, gatherMs = 60 }: GatheringOptions = {},
): Gathering {
  const queue = openQueue(parseQueue.name, connection, prefix)
  let open: OpenJob | undefined

  async function addToOpen(deliveries: readonly Delivery[], chars: number): Promise<boolean> {
    const job = open
    open = undefined // where the answer gets lost, the next ones go elsewhere
    if (job === undefined || performance.now() >= job.until) return false
    const grown = { deliveries: job.deliveries + deliveries.length, chars: job.chars + chars }
    if (grown.deliveries > most.deliveries || grown.chars > most.chars) return false
    const keys = [queue.toKey('delayed'), queue.toKey(job.jobId)]
    const json = JSON.stringify(deliveries).slice(1, -1)
    const isIn = (await connection.eval(appendScript, 2, ...keys, job.jobId, json)) === 1
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
