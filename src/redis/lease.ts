/** One process at a time does some work. Two may for a moment, as after a failover of Redis. */
import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { scriptOf } from './run-script.ts'

export interface Lease {
  /** True: this process has the lease for `ttlMs` from now. Throws what Redis does. */
  hold(): Promise<boolean>
  /** Another process may take it at once. */
  release(): Promise<void>
}

const holdLease = scriptOf(new URL('./hold-lease.lua', import.meta.url))

export function createLease(
  redis: Pick<Redis, 'eval' | 'evalsha' | 'get' | 'del'>,
  { key, ttlMs }: { readonly key: string; readonly ttlMs: number },
): Lease {
  const holder = randomBytes(12).toString('hex')
  return {
    hold: async () => Number(await holdLease(redis, [key], [holder, ttlMs])) === 1,
    async release() {
      if ((await redis.get(key)) === holder) await redis.del(key)
    },
  }
}
