import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { createGroupCommit, type GroupCommit } from '../src/group-commit.ts'
import { watchBacklogs } from './backlog.ts'
import { finishedJobsMs } from './clean-finished.ts'
import type { Hop } from './define-queue.ts'
import { guardedBackend } from './guarded-backend.ts'
import type { Room } from './room.ts'
import { createYielding } from './yielding.ts'

/** All queues of one installation. The braces keep them on one node of a Redis Cluster. */
export const defaultPrefix = '{pagebeat}'

export interface Publisher {
  /** Every hop is in its queue, on disk. Throws the error of Redis: then publish all again, as some may be there. */
  publish(hops: readonly Hop[]): Promise<void>
  close(): Promise<void>
}

/**
 * Puts jobs into queues. Hops of several jobs at the same time are merged to one job where their queue allows it: fewer
 * jobs cost Redis and MySQL less. It runs one script for each job and awaits it. A flow of BullMQ would be one
 * transaction, but hides the error of a single insert (docs/decisions/0003-no-flows.md). The ids are made of content,
 * so a repeat is harmless. With `room`, jobs that carry events wait while Redis is nearly full.
 */
export function createPublisher(connection: Redis, prefix = defaultPrefix, room?: Room): Publisher {
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    const existing = queues.get(name)
    if (existing !== undefined) return existing
    const queue = openQueue(name, connection, prefix)
    queues.set(name, queue)
    return queue
  }
  const isBehind = watchBacklogs(connection, prefix)
  const { delayOf, othersWrite } = createYielding(queueOf)
  const add = async (hop: Hop): Promise<void> => {
    const overtakes = isBehind(hop.to) && isFresh(hop) ? { lifo: true } : {}
    const delay = delayOf(hop)
    await queueOf(hop.to).add(hop.to, hop.job, {
      ...jobOptions(hop),
      ...overtakes,
      ...(delay > 0 ? { delay } : {}),
    })
  }
  const merged = new Map<string, GroupCommit<Hop>>()
  const addTogether = (hops: readonly Hop[]): Promise<void> => add(together(hops))
  const mergedInto = (hop: Hop): GroupCommit<Hop> => {
    const { to, merging } = hop
    const isBeside = merging?.waitsBesideMessenger === true && othersWrite()
    const kind = merging?.isDeferrable === true ? 'deferrable' : isBeside ? 'beside' : 'usual'
    const name = `${to}, ${kind}${isFresh(hop) ? '' : ', old'}`
    const group =
      merged.get(name) ?? createGroupCommit({ commit: addTogether, ...mergeBounds, ...paces[kind] })
    merged.set(name, group)
    return group
  }
  return {
    async publish(hops) {
      const bytes = hops.reduce((sum, { merging }) => sum + (merging?.weight ?? 0) * bytesOfWeight, 0)
      if (bytes > 0) await room?.waitFor(bytes)
      await Promise.all(hops.map((hop) => (hop.merging === undefined ? add(hop) : mergedInto(hop).add(hop))))
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/** What arrived in this time may still get its reply within a moment: it goes before older jobs, where they are many. */
const freshMs = 30_000

function isFresh({ arrivedAt = 0 }: Hop): boolean {
  return Date.now() - arrivedAt < freshMs
}

/** See `Merging.weight`. Jobs that cannot be merged are small: they only name a row of MySQL. */
const bytesOfWeight = 2_000

/** Hops of one process that are ready at the same time, or while a job is being added, become one job. */
const mergeBounds = {
  maxItems: 500,
  maxSize: 1_000,
  sizeOf: (hop: Hop) => hop.merging?.weight ?? 0,
  byTurn: true,
}

const paces = {
  usual: { paceMs: 5 },
  /**
   * Receipts and echoes of the bot: no reply depends on them. At 50 messages a second, waiting 120 ms in place of 60
   * saves a tenth of the processor time of a message (`npm run bench:converse -- --layout one`).
   */
  deferrable: { paceMs: 120, enoughItems: 16 },
  /** Comments and reactions: a burst of them costs a transaction each, and customers in Messenger wait meanwhile. */
  beside: { paceMs: 60, enoughItems: 40 },
}

function together(hops: readonly Hop[]): Hop {
  const [first, ...others] = hops
  if (first === undefined) throw new RangeError('nothing to publish')
  return others.length === 0 ? first : (first.merging?.together(hops.map(({ job }) => job)) ?? first)
}

/** A queue to read or to add to. Its stream of events is short: no code reads old events. */
export function openQueue(name: string, connection: Redis, prefix = defaultPrefix): Queue {
  const options = { connection, prefix, streams: { events: { maxLen: 1_000 } } }
  const queue = new Queue(name, options, guardedBackend)
  queue.on('error', () => {}) // the failed call itself rejects
  return queue
}

/**
 * Attempts have no end. A job is done, or its failing items are dead letters; a long outage of MySQL never fails it.
 * The worker sets the time between attempts (`workers/start-stage.ts`).
 */
export const endlessAttempts = { attempts: Number.MAX_SAFE_INTEGER, backoff: { type: 'custom' } } as const

/** BullMQ looks at the age when another job of the queue ends; workers look, too (`clean-finished.ts`). */
const finishedSeconds = finishedJobsMs / 1000

/** How BullMQ is to keep and name the job. */
export function jobOptions(hop: Hop): object {
  return {
    ...(hop.wakes === undefined
      ? { jobId: hop.jobId }
      : { deduplication: { id: hop.wakes, keepLastIfActive: true } }),
    ...(hop.yields === true ? { priority: 1 } : {}), // BullMQ takes jobs without a priority first
    ...endlessAttempts,
    removeOnComplete: hop.keepFinished === 0 ? true : { count: hop.keepFinished, age: finishedSeconds },
    removeOnFail: { count: 100, age: finishedSeconds },
    stackTraceLimit: 3,
  }
}
