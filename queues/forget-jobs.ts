/** Removes a customer from the jobs of all queues. */
import type { Redis } from 'ioredis'
import { setTimeout as pause } from 'node:timers/promises'
import { stageNames, type StageName } from '../src/domain/stage-name.ts'
import { MalformedJobError } from '../src/errors.ts'
import { names } from '../src/facebook/without-person.ts'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, jobLists, jobSets, queueKeys } from './bullmq-keys.ts'
import { createDamagedJobs } from './damaged-jobs.ts'
import { type JobTraces, jobWithoutPerson } from './without-person.ts'

export interface JobsForgotten {
  readonly removed: number
  readonly rewritten: number
  /** Jobs that workers run all the time: their events are dropped when they are recorded. */
  readonly underWay: number
}

const setJobData = scriptOf(new URL('./set-job-data.lua', import.meta.url))
const idsAtOnce = 200
const finished: ReadonlySet<string> = new Set(['completed', 'failed'])

/**
 * Waiting, delayed and finished jobs hold nothing of the customer. A finished job that names them is removed, any other one
 * keeps the events of others. Jobs under way are waited for, `patienceMs` at most. May be repeated.
 */
export async function forgetJobs(
  redis: Redis,
  prefix: string,
  traces: JobTraces,
  { patienceMs = 5_000 }: { readonly patienceMs?: number } = {},
): Promise<JobsForgotten> {
  let [removed, rewritten, underWay] = [0, 0, 0]
  const giveUpAt = performance.now() + patienceMs
  // In the order of the stages: a job that a worker makes meanwhile is found in its queue.
  for (const stage of stageNames) {
    const { active, jobPrefix } = queueKeys(prefix, stage)
    const damaged = createDamagedJobs(redis, prefix, stage)
    const about = await findJobs(redis, { jobPrefix, stage, traces })
    for (const { id, state } of about) {
      if (finished.has(state)) {
        await damaged.discard(id)
        removed += 1
        continue
      }
      for (;;) {
        const data = await redis.hget(jobPrefix + id, jobFields.data)
        const left = data === null ? undefined : leftOf(stage, data, traces)
        if (data === null || left === data) break
        const keys = [jobPrefix + id, active]
        const isDone = (await setJobData(redis, keys, [id, jobFields.data, data, left ?? ''])) === 1
        if (isDone && left === undefined) await damaged.discard(id)
        if (isDone) {
          if (left === undefined) removed += 1
          else rewritten += 1
          break
        }
        if (performance.now() > giveUpAt) {
          underWay += 1
          break
        }
        await pause(50)
      }
    }
  }
  return { removed, rewritten, underWay }
}

interface FoundJob {
  readonly id: string
  readonly state: string
}

async function findJobs(
  redis: Redis,
  {
    jobPrefix,
    stage,
    traces,
  }: { readonly jobPrefix: string; readonly stage: StageName; readonly traces: JobTraces },
): Promise<FoundJob[]> {
  const words = [...traces.ids, ...traces.contents, ...traces.conversationIds]
  const found: FoundJob[] = []
  const lists = jobLists.map((state) => [state, (key: string) => redis.lrange(key, 0, -1)] as const)
  const sets = jobSets.map((state) => [state, (key: string) => redis.zrange(key, '0', '-1')] as const)
  for (const [state, read] of [...lists, ...sets]) {
    const ids = await read(jobPrefix + state).catch(nothingOfType)
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      const some = ids.slice(from, from + idsAtOnce)
      const datas = await Promise.all(
        some.map((id) => redis.hget(jobPrefix + id, jobFields.data).catch(nothingOfType)),
      )
      some.forEach((id, at) => {
        const data = datas[at]
        if (typeof data !== 'string' || !words.some((word) => data.includes(word))) return
        if (leftOf(stage, data, traces) !== data) found.push({ id, state })
      })
    }
  }
  return found
}

/** Damaged keys of another type: the damage sweep makes dead letters of them. */
function nothingOfType(error: unknown): string[] {
  if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return []
  throw error
}

/** The same text where nothing is about the customer. Data that no stage decodes go as a whole, if they name them. */
function leftOf(stage: StageName, data: string, traces: JobTraces): string | undefined {
  try {
    const raw: unknown = JSON.parse(data)
    const left = jobWithoutPerson(stage, raw, traces)
    return left === raw ? data : left === undefined ? undefined : JSON.stringify(left)
  } catch (error) {
    const isDamaged =
      error instanceof SyntaxError || error instanceof MalformedJobError || error instanceof TypeError
    if (isDamaged) return names(data, traces.ids) ? undefined : data
    throw error
  }
}
