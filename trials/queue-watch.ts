import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { openQueue } from '../queues/publish.ts'
import { stageNames } from '../src/domain/stage-name.ts'
import { trackingStageNames } from '../workers/pipeline.ts'
import type { WorkerProcess } from './layout.ts'

export type QueueWatch = ReturnType<typeof watchQueues>

interface Held {
  readonly queue: Queue
  readonly id: string
  /** The lock of the worker that has it; undefined once it ran out. */
  readonly token: string | null
}

/** A busy machine needs long to start a process for each stage. */
const startLimitMs = 120_000
/** A job that has not gone on by then is lost. */
const resumeLimitMs = 60_000

/** The queues from outside, as Redis shows them. `connection` waits for Redis as long as it takes. */
export function watchQueues(connection: Redis, prefix: string) {
  const queues = stageNames.map((name) => openQueue(name, connection, prefix))
  const tokenOf = (queue: Queue, id: string) => connection.get(`${prefix}:${queue.name}:${id}:lock`)

  async function jobsUnderWay(): Promise<Held[]> {
    const held = await Promise.all(
      queues.map(async (queue) => {
        const ids = await connection.lrange(`${prefix}:${queue.name}:active`, 0, -1)
        return await Promise.all(ids.map(async (id) => ({ queue, id, token: await tokenOf(queue, id) })))
      }),
    )
    return held.flat()
  }

  /** Gone on: done, tried and put off, or in the hands of another worker. Back in the waiting list is not yet gone on. */
  async function isResumed({ queue, id, token }: Held): Promise<boolean> {
    const state = await queue.getJobState(id)
    if (state !== 'active') return state !== 'waiting' && state !== 'prioritized'
    const now = await tokenOf(queue, id)
    return now !== null && now !== token
  }

  return {
    /** Resolves when these workers wait for jobs of their stages. Throws an Error after two minutes. */
    async untilStaffed(workers: readonly WorkerProcess[]): Promise<void> {
      const giveUpAt = performance.now() + startLimitMs
      const wanted = (stage: string) =>
        workers.filter(({ stages }) => stages.some((each) => each === stage)).length
      for (;;) {
        const counts = await Promise.all(queues.map((queue) => queue.getWorkersCount()))
        const missing = queues.filter(({ name }, index) => (counts[index] ?? 0) < wanted(name))
        if (missing.length === 0) return
        if (performance.now() > giveUpAt)
          throw new Error(
            `no worker of ${missing.map(({ name }) => name).join(', ')} started within ${startLimitMs / 1_000} s`,
          )
        await pause(50)
      }
    },
    /** Resolves when some job is under way, or after `ms`. */
    async untilBusy(ms: number): Promise<void> {
      const giveUpAt = performance.now() + ms
      while (performance.now() < giveUpAt) {
        const active = await Promise.all(
          queues.map((queue) => connection.llen(`${prefix}:${queue.name}:active`)),
        )
        if (active.some((count) => count > 0)) return
        await pause(2)
      }
    },
    /** Called right after a worker died: how long, ms, until every job then under way went on (60 s at most), and their number. */
    async untilResumed(diedAtMs: number) {
      let left = await jobsUnderWay()
      const jobs = left.length
      let longestMs = 0
      const giveUpAt = diedAtMs + resumeLimitMs
      while (left.length > 0 && performance.now() < giveUpAt) {
        const resumed = await Promise.all(left.map((held) => isResumed(held)))
        left = left.filter((_, index) => resumed[index] !== true)
        if (resumed.includes(true)) longestMs = performance.now() - diedAtMs
        if (left.length > 0) await pause(50)
      }
      return { jobs, longestMs: left.length === 0 ? longestMs : resumeLimitMs }
    },
    /** Jobs of the tracking stages that are not done, by queue and state. */
    async countOpen(): Promise<Record<string, number>> {
      const open: Record<string, number> = {}
      for (const queue of queues.filter(({ name }) => trackingStageNames.some((each) => each === name))) {
        const counts = await queue.getJobCounts()
        for (const [state, count] of Object.entries(counts)) {
          if (state !== 'completed' && count > 0) open[`${queue.name} ${state}`] = count
        }
      }
      return open
    },
    async close(): Promise<void> {
      await Promise.all(queues.map((queue) => queue.close()))
    },
  }
}
