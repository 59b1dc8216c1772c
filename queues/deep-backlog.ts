import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { jobFields, type QueueKeys } from './bullmq-keys.ts'

/** Knows the thread events of jobs that wait beyond those that `under-way.lua` reads. */
export interface DeepBacklog {
  /** The queues were read after this call. Calls share readings, and each job is read once only. */
  read(): Promise<void>
  /** Whether such a job carries an event of this customer from `since` to before `ts` (ms since the epoch). */
  mentions(customerId: string, times: { since: number; ts: number }, except: readonly string[]): boolean
}

/**
 * Redis sends the ids of all jobs at each reading. A pause of so many times the reading's length bounds what that costs.
 */
const pauseShare = 5
const longestPauseMs = 250
const atOnce = 500

/** A job whose content was not read may carry an event of any time. */
const anyTime = -1

/** An event of a customer as a job names it. Inside a text the quotes are escaped, so no text looks like one. */
const reference = /\["((?:[^"\\]|\\.)*)",(\d+)\]/g

/** `beyond`: so many jobs of a list, the next ones, are read elsewhere. */
export function createDeepBacklog(redis: Redis, queues: readonly QueueKeys[], beyond: number): DeepBacklog {
  let jobs = new Map<string, ReadonlyMap<string, readonly number[]>>()
  let running: Promise<void> | undefined
  let following: Promise<void> | undefined
  let nextAt = -Infinity

  async function readNow(): Promise<void> {
    await pause(Math.max(0, nextAt - performance.now()))
    following = undefined // later calls may be too late for this reading
    const startedAt = performance.now()
    await readQueues()
    const tookMs = performance.now() - startedAt
    nextAt = performance.now() + Math.min(longestPauseMs, pauseShare * tookMs)
  }

  async function readQueues(): Promise<void> {
    const known = jobs
    const next = new Map<string, ReadonlyMap<string, readonly number[]>>()
    for (const { waiting, delayed, jobPrefix } of queues) {
      const [waitingIds, delayedIds] = await Promise.all([
        redis.lrange(waiting, 0, -beyond - 1),
        redis.zrange(delayed, String(beyond + 1), '-1'),
      ])
      const ids = [...waitingIds, ...delayedIds]
      const unread = ids.filter((id) => !known.has(id))
      for (const id of ids) next.set(id, known.get(id) ?? new Map())
      for (let first = 0; first < unread.length; first += atOnce)
        for (const [id, data] of await readData(unread.slice(first, first + atOnce), jobPrefix))
          next.set(id, eventsIn(data))
    }
    jobs = next
  }

  async function readData(
    ids: readonly string[],
    prefix: string,
  ): Promise<readonly (readonly [string, string])[]> {
    const pipeline = redis.pipeline()
    for (const id of ids) pipeline.hget(prefix + id, jobFields.data)
    const results = (await pipeline.exec()) ?? []
    return ids.map((id, index) => {
      const data = results[index]?.[1]
      return [id, typeof data === 'string' ? data : ''] // it may be done meanwhile
    })
  }

  return {
    async read() {
      following ??= (running ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          running = readNow()
          return running
        })
      await following
    },
    mentions(customerId, { since, ts }, except) {
      const counts = (time: number): boolean => time === anyTime || (time >= since && time < ts)
      for (const [id, events] of jobs)
        if (events.get(customerId)?.some(counts) === true && !except.includes(id)) return true
      return false
    },
  }
}

function eventsIn(data: string): ReadonlyMap<string, readonly number[]> {
  const events = new Map<string, number[]>()
  const add = (customer: string, time: number): void => {
    const times = events.get(customer)
    if (times === undefined) events.set(customer, [time])
    else times.push(time)
  }
  for (const [, customer, time] of data.matchAll(reference)) add(JSON.parse(`"${customer}"`), Number(time))
  const isUnread = events.has('?') || !data.includes('"threadEvents":')
  if (isUnread) for (const [id] of data.matchAll(/(?:comment:)?[\d_]{5,}/g)) add(id, anyTime)
  return events
}
