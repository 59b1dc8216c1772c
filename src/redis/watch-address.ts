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

export interface WatchedAddress {
  readonly url: string
  /** Opens a new connection to it. */
  readonly openNew: () => Redis
  /** The address leads to another server than this client does. */
  readonly onMoved: (error: Error) => void
}

interface Watched {
  readonly client: Redis
  /** Of the server that the open connection leads to. It is the same as long as the connection lasts. */
  runId: string | undefined
  readonly onMoved: (error: Error) => void
  movedAt: number
}

/** A process has several connections to one address. They share one watch, because a new connection is expensive. */
const watches = new Map<string, Set<Watched>>()

/**
 * Opens a new connection to the same address, now and then. If it leads to another server that takes writes, `onMoved`
 * is called. The server that the old connection leads to may not know yet that it was replaced, and what it stores
 * would be lost. Both have passed the check of their role; the id of a run tells them apart.
 */
export function watchAddress(client: Redis, { url, openNew, onMoved }: WatchedAddress): void {
  const watched = watches.get(url) ?? startWatch(url, openNew)
  const mine: Watched = { client, runId: undefined, onMoved, movedAt: -Infinity }
  watched.add(mine)
  client.on('close', () => {
    mine.runId = undefined
  })
  client.once('end', () => watched.delete(mine))
}

/** It ends when none of its connections is left. */
function startWatch(url: string, openNew: () => Redis): Set<Watched> {
  const watched = new Set<Watched>()
  let isAsking = false
  watches.set(url, watched)
  const timer = setInterval(() => {
    if (watched.size === 0) {
      clearInterval(timer)
      watches.delete(url)
    } else if (!isAsking) void ask()
  }, everyMs)
  timer.unref()
  return watched

  async function ask(): Promise<void> {
    const open = [...watched].filter(isDue)
    if (open.length === 0) return
    isAsking = true
    const fresh = openNew()
    try {
      const there = await within(openMs, runIdAt(fresh), 'no response from Redis')
      if (there !== undefined) await Promise.all(open.map((each) => compare(each, there).catch(ignore)))
    } catch {
      // The old connection tells its own trouble. A new one that does not open proves nothing.
    } finally {
      fresh.disconnect()
      isAsking = false
    }
  }
}

function isDue({ client, movedAt }: Watched): boolean {
  return client.status === 'ready' && performance.now() - movedAt >= leastBetweenMs
}

async function compare(watched: Watched, there: string): Promise<void> {
  const here = (watched.runId ??= await runIdAt(watched.client))
  if (here === undefined || there === here) return
  watched.movedAt = performance.now()
  watched.onMoved(new MovedError())
}

async function runIdAt(client: Redis): Promise<string | undefined> {
  return /^run_id:(\w+)/m.exec(await client.info('server'))?.[1]
}

/** A lost connection is opened again, and leads to the new server then. */
function ignore(): void {}
