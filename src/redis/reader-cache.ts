import type { Redis } from 'ioredis'

export interface ReaderCache {
  find(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>
  keep(entries: ReadonlyMap<string, Uint8Array>): Promise<void>
}

/** What no worker asked for in this time is gone. */
const ttlMs = 30 * 86_400_000
/** Of keys in one command: Redis serves nobody else meanwhile. */
const chunk = 100

/**
 * What a reader made of a storyboard's examples, for all workers, and for a worker that starts again: vectors, and the
 * curve that was fitted to them. Each key lives for 30 days after its last use. Throws what Redis does.
 */
export function createReaderCache(
  redis: Pick<Redis, 'mgetBuffer' | 'pexpire' | 'set'>,
  prefix: string,
): ReaderCache {
  const nameOf = (key: string): string => `${prefix}:reader:${key}`
  return {
    async find(keys) {
      const found: (Uint8Array | undefined)[] = []
      for (let from = 0; from < keys.length; from += chunk) {
        const names = keys.slice(from, from + chunk).map(nameOf)
        const values = await redis.mgetBuffer(...names)
        found.push(...values.map((value) => value ?? undefined))
        await Promise.all(
          names.filter((_, at) => values[at] !== null).map((name) => redis.pexpire(name, ttlMs)),
        )
      }
      return found
    },
    async keep(entries) {
      await Promise.all(
        [...entries].map(([key, bytes]) => redis.set(nameOf(key), Buffer.from(bytes), 'PX', ttlMs)),
      )
    },
  }
}
