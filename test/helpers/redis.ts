import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { requireServerUrl } from './server-url.ts'

/** The keys of one test file in the Redis server. */
export interface TestRedis {
  readonly url: string
  /** For BullMQ's `prefix`: all keys of the file begin with it. */
  readonly prefix: string
  readonly connection: Redis
  /** The keys with the prefix are gone and the connection is closed. Call it in `test.after.always`. */
  close(): Promise<void>
}

/** A connection, and a key prefix that no other test uses. */
export async function createTestRedis(): Promise<TestRedis> {
  const url = requireServerUrl('REDIS_URL')
  const prefix = `pagebeat_test_${randomBytes(8).toString('hex')}`
  const connection = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null })
  await connection.connect()
  return {
    url,
    prefix,
    connection,
    async close() {
      for await (const keys of connection.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (keys.length > 0) await connection.unlink(...keys)
      }
      await connection.quit()
    },
  }
}
