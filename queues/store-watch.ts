import type { Redis } from 'ioredis'
import { ConfigError } from '../src/errors.ts'
import { isDoneWithin } from '../src/within.ts'

/** Whether Redis can store a delivery now, and keep it. */
export interface StoreWatch {
  /** The reason for a no; undefined for a yes. */
  notReadyBecause(): string | undefined
  /** A commit failed: the receiver takes no delivery until Redis responds again. */
  suspect(): void
  stop(): void
}

export interface StoreWatchOptions {
  /** Accept a Redis that may lose deliveries it has acknowledged. */
  readonly allowVolatile: boolean
  readonly onChange: (notReadyBecause: string | undefined) => void
}

const healthyPollMs = 1_000
const unhealthyPollMs = 200
/** After this time without a response the connection counts as half-open and is made anew. */
const reconnectAfterMs = 3_000
/**
 * Above this share of maxmemory the receiver takes no delivery. The workers need the rest: without room they could not
 * move a job to its next stage, and a full Redis would never empty.
 */
const fullAbove = 0.85

/**
 * Watches the Redis of the receiver: it is reachable, responds, is durable and has room. The receiver reads the result
 * before each delivery, so a Redis that is down, frozen or full costs no waiting.
 */
export function createStoreWatch(client: Redis, { allowVolatile, onChange }: StoreWatchOptions): StoreWatch {
  let reason: string | undefined = 'Redis has not answered yet'
  let lastResponseAt = Date.now()
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
      lastResponseAt = Date.now()
      set(loading(info) ?? fullness(info) ?? (allowVolatile ? undefined : await volatility(client, info)))
    } catch {
      set('Redis does not answer')
      if (client.status === 'ready' && Date.now() - lastResponseAt > reconnectAfterMs) {
        lastResponseAt = Date.now()
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
 * Returns when Redis is durable, or does not respond yet: then the watch checks later. Throws ConfigError when Redis
 * may lose deliveries and the operator has not allowed that.
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

/**
 * Resolves when the attempt to connect has ended, also if it failed. (`once` of node:events would reject on an error.)
 */
async function firstAttempt(client: Redis): Promise<void> {
  await new Promise<void>((resolve) => {
    client.once('ready', resolve)
    client.once('close', resolve)
  })
}

/** While Redis reads its AOF after a start, it reports that AOF is off. */
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

/**
 * Why this Redis may lose deliveries; undefined where it keeps them. Where a server hides CONFIG, only INFO is read.
 */
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
