import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Redis } from 'ioredis'

/** Runs the script with these keys and arguments. Returns and throws what Redis does. */
export type RunScript = (
  redis: Pick<Redis, 'evalsha' | 'eval'>,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>

/** A Lua script by its digest: the text travels only where Redis does not know it yet, as after a restart. */
export function scriptOf(file: URL): RunScript {
  const source = readFileSync(file, 'utf8')
  const digest = createHash('sha1').update(source).digest('hex')
  return async function runScript(redis, keys, args) {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return await redis.eval(source, keys.length, ...keys, ...args)
    }
  }
}
