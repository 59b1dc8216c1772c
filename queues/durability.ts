import type { Redis } from 'ioredis'
import { ConfigError } from '../src/errors.ts'
import { isDoneWithin } from '../src/within.ts'

/** A setting of Redis with which it may lose deliveries that were acknowledged. */
export interface Volatility {
  /** For a log line and `/readyz`. */
  readonly reason: string
  /** The command that corrects it, without a restart of Redis. */
  readonly command: string
}

/**
 * Returns when Redis is durable, or does not respond yet: then the watch checks later. Throws ConfigError with every
 * setting to correct when Redis may lose deliveries and the operator has not allowed that.
 */
export async function requireDurable(
  client: Redis,
  { allowVolatile }: { allowVolatile: boolean },
): Promise<void> {
  if (allowVolatile) return
  const found = await volatilityIfReachable(client)
  if (found.length === 0) return
  throw new ConfigError([
    ...found.map(({ reason, command }) => `${reason}. Run in redis-cli: ${command}`),
    'CONFIG REWRITE in redis-cli keeps these settings; or set them in redis.conf. ' +
      'PAGEBEAT_ALLOW_VOLATILE=1 starts all the same, for a trial',
  ])
}

async function volatilityIfReachable(client: Redis): Promise<readonly Volatility[]> {
  if (client.status !== 'ready') await isDoneWithin(1_000, firstAttempt(client))
  if (client.status !== 'ready') return []
  try {
    return await findVolatility(client, await client.info())
  } catch {
    return []
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

/**
 * Why this Redis may lose deliveries; empty where it keeps them. Where a server hides CONFIG, only INFO is read. The
 * value of appendfsync counts also without AOF: it will be needed next.
 */
export async function findVolatility(client: Redis, info: string): Promise<readonly Volatility[]> {
  const policy = infoField(info, 'maxmemory_policy')
  const fsync = await configValue(client, 'appendfsync')
  return [
    ...(infoField(info, 'aof_enabled') === '0'
      ? [
          {
            reason: 'Redis runs without AOF (appendonly no): a crash would lose acked deliveries',
            command: 'CONFIG SET appendonly yes',
          },
        ]
      : []),
    ...(fsync !== undefined && fsync !== 'always'
      ? [
          {
            reason: `Redis acknowledges before its AOF is on disk (appendfsync ${fsync}): it must be always`,
            command: 'CONFIG SET appendfsync always',
          },
        ]
      : []),
    ...(policy !== undefined && policy !== 'noeviction'
      ? [
          {
            reason: `Redis may evict jobs (maxmemory-policy ${policy}): it must be noeviction`,
            command: 'CONFIG SET maxmemory-policy noeviction',
          },
        ]
      : []),
  ]
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

export function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}
