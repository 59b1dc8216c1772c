import { type BackendFactory, createRedisBackend, type JobJson, type RedisQueueBackend } from 'bullmq'
import { backoffMs } from '../src/backoff.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { damagedData, damageOf, readable, type StoredFields } from './stored-job.ts'

/** Scripts of BullMQ that return the next job as `[fields, id, …]`, its fields and values one after the other. */
const fetching: ReadonlySet<string> = new Set(['moveToActive', 'moveToFinished', 'moveToDelayed', 'retryJob'])

/** Between two calls that fail. BullMQ itself repeats a failed fetch at once, thousands of times a second. */
const failing = { firstMs: 100, longestMs: 1_000 }

/**
 * BullMQ's way to Redis, with two guards. A job whose fields are damaged is changed into one that can be read, and that
 * no stage decodes: without it, BullMQ throws the same error at each fetch, and the job is never done. After a failed
 * fetch it waits, so that a Redis that refuses is asked a few times a second.
 */
export const guardedBackend: BackendFactory<RedisQueueBackend> = (name, opts, options) => {
  const backend = createRedisBackend(name, opts, options)
  const run = backend.execCommand.bind(backend)
  const waitForJob = backend.waitForJob.bind(backend)
  const getJobData = backend.getJobData.bind(backend)
  const getJobs = backend.getJobs.bind(backend)
  const slowly = slowedByFailures()
  backend.execCommand = function execCommand(client, command, args) {
    if (!fetching.has(command)) return run(client, command, args)
    const fetch = async (): Promise<unknown> => guardedResult(await run(client, command, args))
    return command === 'moveToActive' ? slowly(fetch) : fetch()
  }
  backend.waitForJob = (timeout) => slowly(() => waitForJob(timeout))
  backend.getJobData = async function readJob(id) {
    try {
      const job = await getJobData(id)
      if (job !== undefined) JSON.parse(job.data)
      return job
    } catch (error) {
      if (isDamage(error)) return unreadableJob(id)
      throw error
    }
  }
  backend.getJobs = async function listJobs(...range) {
    try {
      return await getJobs(...range)
    } catch (error) {
      if (!isDamage(error)) throw error
      const ids = await backend.getRanges(...range)
      return ids.map((list) => list.map((id): [string, string[]] => [id, []]))
    }
  }
  return backend
}

function slowedByFailures(): <T>(call: () => Promise<T>) => Promise<T> {
  let failures = 0
  return async function slowly(call) {
    try {
      const result = await call()
      failures = 0
      return result
    } catch (error) {
      failures += 1
      await pause(backoffMs(failures, failing))
      throw error
    }
  }
}

function guardedResult(result: unknown): unknown {
  if (!Array.isArray(result)) return result
  const [list, ...rest]: readonly unknown[] = result
  if (!Array.isArray(list)) return result
  const fields = fieldsOf(list)
  return [Object.entries(readable(fields, damageOf(fields))).flat(), ...rest]
}

function fieldsOf(list: readonly unknown[]): StoredFields {
  const pairs = Array.from({ length: list.length / 2 }, (_, at) => [
    String(list[2 * at]),
    String(list[2 * at + 1]),
  ])
  return Object.fromEntries(pairs)
}

/** What `JSON.parse` throws, or Redis for a key that is no hash. */
function isDamage(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.message.startsWith('WRONGTYPE'))
}

/** For the queue monitor: it lists the damaged job beside the others. */
function unreadableJob(id: string): JobJson {
  const nothing = { name: '', failedReason: '', returnvalue: 'null', opts: {}, progress: 0 }
  const counts = { attemptsMade: 0, attemptsStarted: 0, stalledCounter: 0, timestamp: 0 }
  return { id, data: damagedData('data'), ...nothing, ...counts }
}
