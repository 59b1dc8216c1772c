import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { anyTime } from '../src/domain/thread-event.ts'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, type QueueKeys } from './bullmq-keys.ts'

/** Knows the thread events of the jobs that wait in long queues. */
export interface DeepBacklog {
  /** The last reading, if it is recent. */
  recent(): Reading | undefined
  /** Begins another reading in the background before the last one is too old. */
  renew(): void
  /** No queue is long any more: the memory is free again. */
  clear(): void
  /** A reading that began after this call. Calls share readings, and each job is read once only. */
  read(): Promise<Reading>
}

/** What waited when the queues were read. */
export interface Reading {
  /** Of each queue: the job that was added last. '' for none. */
  readonly newest: readonly string[]
  /** Whether it began after this time (`performance.now()`). */
  isAfter(at: number): boolean
  /** Whether the job waited. */
  has(jobId: string): boolean
  /**
   * Whether a job carried an event of this customer from `since` to before `ts` (ms since the epoch). Also true once
   * another reading has followed: the caller starts again with that one.
   */
  mentions(customerId: string, times: { since: number; ts: number }, except: readonly string[]): boolean
}

/** Redis sends the ids of all jobs at each reading. The pause after it is this many times as long, to bound the cost. */
const pauseShare = 5
const longestPauseMs = 250
const atOnce = 500
/** Calls under way at once. Redis answers them in a row, and nobody else meanwhile: each takes some milliseconds. */
const side = 4
/** A job of a dead worker is put back after five seconds, so within this time no job waits twice. */
const recentMs = 2_000
const renewMs = 750

/** An event of a customer as a job names it. Inside a text the quotes are escaped, so no text looks like one. */
const reference = /\["((?:[^"\\]|\\.)*)",(\d+)\]/g

type Events = ReadonlyMap<string, readonly number[]>

/** Most jobs carry no event that counts. */
const noEvents: Events = new Map()

const readThreadEvents = scriptOf(new URL('./read-thread-events.lua', import.meta.url))

/** A clock may be set back by this time: events of that time are read too. */
const clockMs = 60_000

/** `oldest`: no question is about events from before this time, ms since the epoch. */
export function createDeepBacklog(
  redis: Redis,
  queues: readonly QueueKeys[],
  oldest: () => number,
): DeepBacklog {
  let jobs = new Map<string, Events>()
  const jobsOf = new Map<string, Set<string>>()
  let last: { readonly at: number; readonly reading: Reading } | undefined
  let running: Promise<unknown> | undefined
  let following: Promise<Reading> | undefined
  let nextAt = -Infinity

  async function readNow(): Promise<Reading> {
    await pause(Math.max(0, nextAt - performance.now()))
    following = undefined // later calls may be too late for this reading
    const at = performance.now()
    const reading = await readQueues(at)
    nextAt = performance.now() + Math.min(longestPauseMs, pauseShare * (performance.now() - at))
    last = { at, reading }
    return reading
  }

  async function readQueues(at: number): Promise<Reading> {
    const next = new Map<string, Events>()
    const newest: string[] = []
    for (const { waiting, delayed, jobPrefix } of queues) {
      const [waitingIds, delayedIds] = await Promise.all([
        redis.lrange(waiting, 0, -1),
        redis.zrange(delayed, '0', '-1'),
      ])
      newest.push(waitingIds[0] ?? '')
      const unread: string[] = []
      for (const id of [...waitingIds, ...delayedIds]) {
        const events = jobs.get(id)
        if (events === undefined) unread.push(id)
        else next.set(id, events)
      }
      for (let first = 0; first < unread.length; first += atOnce * side)
        for (const part of await readSideBySide(unread.slice(first, first + atOnce * side), jobPrefix))
          for (const [id, data] of part) next.set(id, data === '' ? noEvents : eventsIn(data))
    }
    replaceJobs(next)
    return {
      newest,
      isAfter: (time) => at > time,
      has: (id) => next.has(id),
      mentions: (...question) => jobs !== next || mentions(...question),
    }
  }

  function replaceJobs(next: Map<string, Events>): void {
    for (const [id, events] of jobs)
      if (!next.has(id)) for (const customer of events.keys()) forget(customer, id)
    for (const [id, events] of next)
      if (!jobs.has(id)) for (const customer of events.keys()) keep(customer, id)
    jobs = next
  }

  function keep(customer: string, id: string): void {
    const ids = jobsOf.get(customer)
    if (ids === undefined) jobsOf.set(customer, new Set([id]))
    else ids.add(id)
  }

  function forget(customer: string, id: string): void {
    const ids = jobsOf.get(customer)
    if (ids?.delete(id) === true && ids.size === 0) jobsOf.delete(customer)
  }

  /** While Redis writes to its disk, it answers nobody: so a few calls wait for that together, not one after another. */
  async function readSideBySide(ids: readonly string[], prefix: string) {
    const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, part) =>
      ids.slice(part * atOnce, (part + 1) * atOnce),
    )
    return await Promise.all(parts.map((part) => readData(part, prefix)))
  }

  async function readData(
    ids: readonly string[],
    prefix: string,
  ): Promise<readonly (readonly [string, string])[]> {
    const keys = ids.map((id) => prefix + id)
    const found = await readThreadEvents(redis, keys, [jobFields.data, oldest() - clockMs])
    const texts: readonly string[] = Array.isArray(found) ? found.map(String) : []
    return ids.map((id, index) => [id, texts[index] ?? ''])
  }

  function mentions(...[customerId, { since, ts }, except]: Parameters<Reading['mentions']>): boolean {
    const counts = (time: number): boolean => time === anyTime || (time >= since && time < ts)
    for (const id of jobsOf.get(customerId) ?? [])
      if (!except.includes(id) && jobs.get(id)?.get(customerId)?.some(counts) === true) return true
    return false
  }

  async function read(): Promise<Reading> {
    following ??= (running ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        const reading = readNow()
        running = reading
        return reading
      })
    return await following
  }

  const ageMs = (): number => (last === undefined ? Infinity : performance.now() - last.at)
  return {
    recent: () => (ageMs() <= recentMs ? last?.reading : undefined),
    renew() {
      if (ageMs() > renewMs) read().catch(() => undefined) // a call that needs it gets the error
    },
    clear() {
      if (last === undefined) return
      last = undefined
      replaceJobs(new Map())
    },
    read,
  }
}

function eventsIn(data: string): Events {
  const events = new Map<string, number[]>()
  const add = (customer: string, time: number): void => {
    const times = events.get(customer)
    if (times === undefined) events.set(customer, [time])
    else times.push(time)
  }
  const first = data.indexOf('"threadEvents":')
  const references = first === -1 ? '' : data.slice(first)
  for (const [, customer, time] of references.matchAll(reference))
    add(JSON.parse(`"${customer}"`), Number(time))
  const isUnread = events.has('?') || first === -1
  if (isUnread) for (const [id] of data.matchAll(/(?:comment:)?[\d_]{5,}/g)) add(id, anyTime)
  return events
}
