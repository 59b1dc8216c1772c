import { once } from 'node:events'
import type { Kysely } from 'kysely'
import type { Redis } from 'ioredis'
import { producerConnection } from '../../queues/connection.ts'
import { readConfig } from '../../src/config.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import { Refused } from '../command-line/refused.ts'
import { type Forgetting, openForgetting } from '../wiring/open-forget.ts'

export interface ForgettingTools {
  readonly db: Kysely<Database>
  readonly redis: Redis
  readonly prefix: string
  readonly forgetting: Forgetting
}

/** The ledger is looked through with several connections. */
const connections = 5

/** Runs `work` with the database and Redis, then closes both. Throws ConfigError, DatabaseNotMigratedError, Refused. */
export async function withForgetting(work: (tools: ForgettingTools) => Promise<void>): Promise<void> {
  const config = readConfig(process.env, {
    required: ['DATABASE_URL', 'REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX', 'PAGEBEAT_SECRET_KEY'],
  })
  const db = createDatabase({ url: config.DATABASE_URL, poolSize: connections })
  const redis = producerConnection(config.REDIS_URL, { commandTimeoutMs: 10_000 })
  try {
    await requireMigrated(db)
    await untilReady(redis)
    const prefix = config.PAGEBEAT_QUEUE_PREFIX
    const forgetting = openForgetting({ db, redis, prefix, secretKeys: config.PAGEBEAT_SECRET_KEY })
    await work({ db, redis, prefix, forgetting })
  } finally {
    redis.disconnect()
    await db.destroy()
  }
}

async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  try {
    await once(redis, 'ready', { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new Refused('Redis did not answer within 5 s, and nothing was removed. Check REDIS_URL.', { cause })
  }
}
