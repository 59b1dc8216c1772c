import type { Redis } from 'ioredis'
import { ConfigError } from '../src/errors.ts'
import { isDoneWithin } from '../src/within.ts'

/** Whether Redis would take a delivery now and keep it. */
export interface StoreWatch {
  /** Why not, or undefined when it would. */
  notReadyBecause(): string | undefined
  /** A commit failed: nothing is taken until Redis has answered again. */
  suspect(): void
  stop(): void
}

export interface StoreWatchOptions {
  /** Accept a Redis that may lose what it acknowledged. */
  readonly allowVolatile: boolean
  readonly onChange: (notReadyBecause: string | undefined) => void
}

const healthyPollMs = 1_000
const unhealthyPollMs = 200
/** After this long without an answer the connection is taken to be half-open and made anew. */
const reconnectAfterMs = 3_000
/**
 * Above this share of maxmemory nothing more is taken in. The rest belongs to the workers: without room they could not
 * move a job to its next stage, and a full Redis would never empty.
 */
const fullAbove = 0.85

/**
 * Watches over the producer's Redis: reachable, answering, durable, with room. The receiver asks before each delivery, so
 * that a Redis that is down, frozen or full costs no waiting.
 */
export function createStoreWatch(client: Redis, { allowVolatile, onChange }: StoreWatchOptions): StoreWatch {
  let reason: string | undefined = 'Redis has not answered yet'
  let lastAnswerAt = Date.now()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function set(next: string | undefined): void {
    if (next === reason) return
    reason = next
    onChange(next)
  }

  async function poll(): Promise<void> {
    try {
      const info = await client.info()
      lastAnswerAt = Date.now()
      set(loading(info) ?? fullness(info) ?? (allowVolatile ? undefined : await volatility(client, info)))
    } catch {
      set('Redis does not answer')
      if (client.status === 'ready' && Date.now() - lastAnswerAt > reconnectAfterMs) {
        lastAnswerAt = Date.now()
        client.disconnect(true)
      }
    }
    if (!stopped)
      timer = setTimeout(() => void poll(), reason === undefined ? healthyPollMs : unhealthyPollMs)
  }

  void poll()
  return {
    notReadyBecause: () => (client.status === 'ready' ? reason : `Redis is not connected (${client.status})`),
    suspect() {
      if (reason !== undefined) return
      set('Redis did not answer in time')
      clearTimeout(timer)
      timer = setTimeout(() => void poll(), unhealthyPollMs)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/**
 * Returns when Redis keeps what it acknowledges, or does not answer yet (then the watch goes on asking). Throws ConfigError
 * when it would lose it and nobody allowed that.
 */
export async function requireDurable(
  client: Redis,
  { allowVolatile }: { allowVolatile: boolean },
): Promise<void> {
  if (allowVolatile) return
  const reason = await volatilityIfReachable(client)
  if (reason !== undefined) {
    throw new ConfigError([`${reason}. PAGEBEAT_ALLOW_VOLATILE=1 starts all the same, for a trial`])
  }
}

async function volatilityIfReachable(client: Redis): Promise<string | undefined> {
  if (client.status !== 'ready') await isDoneWithin(1_000, firstAttempt(client))
  if (client.status !== 'ready') return undefined
  try {
    return await volatility(client, await client.info())
  } catch {
    return undefined
  }
}

/** Resolves when the attempt to connect has ended, well or not. (`once` of node:events would reject on an error.) */
async function firstAttempt(client: Redis): Promise<void> {
  await new Promise<void>((resolve) => {
    client.once('ready', resolve)
    client.once('close', resolve)
  })
}

/** While Redis reads its AOF after a start it says that it has none. */
function loading(info: string): string | undefined {
  return infoField(info, 'loading') === '1' ? 'Redis is loading its data' : undefined
}

function fullness(info: string): string | undefined {
  const used = Number(infoField(info, 'used_memory'))
  const max = Number(infoField(info, 'maxmemory'))
  return max > 0 && used > max * fullAbove
    ? `Redis is full (${Math.round((used / max) * 100)}% of maxmemory)`
    : undefined
}

/** Why this Redis may lose what it acknowledged, or undefined when it keeps it. A server that hides CONFIG is asked by INFO alone. */
async function volatility(client: Redis, info: string): Promise<string | undefined> {
  if (infoField(info, 'aof_enabled') === '0')
    return 'Redis runs without AOF (appendonly no): a crash would lose acked deliveries'
  const policy = infoField(info, 'maxmemory_policy')
  if (policy !== 'noeviction')
    return `Redis may evict jobs (maxmemory-policy ${policy}): it must be noeviction`
  const fsync = await configValue(client, 'appendfsync')
  if (fsync !== undefined && fsync !== 'always') {
    return `Redis acknowledges before its AOF is on disk (appendfsync ${fsync}): it must be always`
  }
  return undefined
}

async function configValue(client: Redis, name: string): Promise<string | undefined> {
  try {
    const reply: unknown = await client.config('GET', name)
    return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : undefined
  } catch (error) {
    if (error instanceof Error && /unknown command|NOPERM/i.test(error.message)) return undefined
    throw error
  }
}

function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}
