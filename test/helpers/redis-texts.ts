import type { Redis } from 'ioredis'

/** Every key with this prefix, and all that it holds, as one text each. */
export async function readRedis(redis: Redis, prefix: string): Promise<string[]> {
  const texts: string[] = []
  for await (const keys of redis.scanStream({
    match: `${prefix.replaceAll(/[[\]*?\\]/g, String.raw`\$&`)}*`,
  })) {
    for (const key of keys as readonly string[])
      texts.push(`${key} ${JSON.stringify(await readKey(redis, key))}`)
  }
  return texts
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return await redis.get(key)
    case 'hash':
      return await redis.hgetall(key)
    case 'list':
      return await redis.lrange(key, 0, -1)
    case 'set':
      return await redis.smembers(key)
    case 'zset':
      return await redis.zrange(key, '0', '-1', 'WITHSCORES')
    case 'stream':
      return await redis.xrange(key, '-', '+')
    default:
      return null
  }
}
