/** What a worker says of itself on its socket (`health-socket.ts`). */
import type { Redis } from 'ioredis'
import type { DatabaseWatch } from '../../src/db/mysql/database-watch.ts'
import type { RedisTroubleLog } from '../../src/redis/log-redis-trouble.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { isDoneWithin } from '../../src/within.ts'
import { startHealthSocket } from './health-socket.ts'

export interface WorkerHealthDeps {
  readonly connection: Pick<Redis, 'status' | 'ping'>
  readonly trouble: Pick<RedisTroubleLog, 'last'>
  /** Whether this worker's own heartbeat is in Redis. */
  readonly sharing: { readonly isSeen: () => boolean }
  readonly watch: Pick<DatabaseWatch, 'refusesBecause'>
  readonly log: Pick<Logger, 'warn'>
}

/** Until `stop`, the worker is well while it reaches Redis, its heartbeat is seen, and the database takes work. */
export function startWorkerHealth({ connection, trouble, sharing, watch, log }: WorkerHealthDeps): {
  stop(): void
} {
  return startHealthSocket(async () => {
    if (connection.status !== 'ready') return trouble.last() ?? 'not connected to Redis'
    if (!(await isDoneWithin(1_000, connection.ping()))) return 'no response from Redis within 1 s'
    if (!sharing.isSeen()) return 'no heartbeat from this worker in the last 30 s'
    const reason = watch.refusesBecause()
    return reason === undefined ? undefined : `the database refuses work: ${reason}`
  }, log)
}
