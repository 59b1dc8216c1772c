import type { Redis } from 'ioredis'
import { setTimeout as pause } from 'node:timers/promises'
import { infoField } from './durability.ts'

/**
 * Shares of maxmemory. Up to `receiver`, deliveries are taken in. Up to `stages`, parse makes jobs for the next stages:
 * they need more room than the delivery. Up to `last`, it makes them one at a time. The rest is for the stages that
 * only free memory: Redis refuses to move any job once it is full.
 */
export const shares = { receiver: 0.7, receiverAgain: 0.66, stages: 0.8, last: 0.92 } as const

/** Memory of Redis. `limit` is maxmemory, or the memory of the machine where that is not set. Bytes. */
export interface Memory {
  readonly used: number
  readonly limit: number
}

/** From the text of INFO. Undefined where Redis does not tell. */
export function memoryOf(info: string): Memory | undefined {
  const used = Number(infoField(info, 'used_memory'))
  const limit = Number(infoField(info, 'maxmemory')) || Number(infoField(info, 'total_system_memory'))
  return used > 0 && limit > 0 ? { used, limit } : undefined
}

/** Makes large jobs wait while Redis has too little room for them. */
export interface Room {
  /** Resolves when a job of about this size may be added. */
  waitFor(bytes: number): Promise<void>
}

/** A reading of Redis's memory holds for this time, or until this process has added this share of the limit. */
const reading = { ms: 1_000, share: 0.005 }
const againMs = 250

/** For one worker process. A job takes about twice its size: its text, and buffers on its way. */
export function createRoom(redis: Pick<Redis, 'info' | 'status'>): Room {
  let memory: Memory | undefined
  let readAt = -Infinity
  let added = 0
  let asking: Promise<void> | undefined
  let queue: Promise<unknown> = Promise.resolve()

  function ask(): Promise<void> {
    asking ??= read().finally(() => {
      asking = undefined
    })
    return asking
  }

  async function read(): Promise<void> {
    const before = added
    // A user that may not read INFO has no limit. Redis then refuses, and the job is run again.
    memory = await redis.info('memory').then(memoryOf, () => undefined)
    readAt = performance.now()
    added -= before
  }

  function fits(bytes: number, share: number): boolean {
    return memory === undefined || memory.used + 2 * (added + bytes) <= share * memory.limit
  }

  function isOld(): boolean {
    return performance.now() - readAt > reading.ms || added > reading.share * (memory?.limit ?? 0)
  }

  /** One at a time, and each with a reading of its own. The other stages free memory meanwhile. */
  async function waitInTurn(bytes: number): Promise<void> {
    const since = performance.now()
    for (;;) {
      await ask()
      const isPatient = performance.now() - since > 4 * againMs
      if (fits(bytes, isPatient ? shares.last : shares.stages)) return
      await pause(againMs)
    }
  }

  return {
    async waitFor(bytes) {
      if (isOld()) await ask()
      if (!fits(bytes, shares.stages)) {
        const turn = queue.then(() => waitInTurn(bytes))
        queue = turn.catch(() => undefined)
        await turn
      }
      added += bytes
    },
  }
}
