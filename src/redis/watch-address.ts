import type { Redis } from 'ioredis'
import { within } from '../within.ts'

const everyMs = 7_000
const openMs = 3_000
/** An address that leads to several servers by turns must not end the connections all the time. */
const leastBetweenMs = 60_000

/** REDIS_URL leads to another server than an open connection does. */
export class MovedError extends Error {
  readonly code = 'moved'
}

/**
 * Opens a new connection to the same address, now and then. If it leads to another server that takes writes, `onMoved`
 * is called. The server that the old connection leads to may not know yet that it was replaced, and what it stores
 * would be lost. Both have passed the check of their role; the id of a run tells them apart.
 */
export function watchAddress(client: Redis, openNew: () => Redis, onMoved: (error: Error) => void): void {
  let movedAt = -Infinity
  let isAsking = false
  const timer = setInterval(() => {
    if (isAsking || client.status !== 'ready' || performance.now() - movedAt < leastBetweenMs) return
    isAsking = true
    void ask()
      .catch(ignore)
      .finally(() => {
        isAsking = false
      })
  }, everyMs)
  timer.unref()
  client.once('end', () => clearInterval(timer))

  async function ask(): Promise<void> {
    const fresh = openNew()
    try {
      const there = await within(openMs, runIdAt(fresh), 'no response from Redis')
      const here = await runIdAt(client)
      if (there === undefined || here === undefined || there === here) return
      movedAt = performance.now()
      onMoved(new MovedError())
    } finally {
      fresh.disconnect()
    }
  }
}

async function runIdAt(client: Redis): Promise<string | undefined> {
  return /^run_id:(\w+)/m.exec(await client.info('server'))?.[1]
}

/** The old connection tells its own trouble. A new one that does not open proves nothing. */
function ignore(): void {}
