import { Redis, type RedisOptions } from 'ioredis'
import { backoffMs } from '../src/backoff.ts'

/**
 * A connection that fails fast, for the receiver: it can answer 503 at once. Neither connection pipelines commands by
 * itself: that breaks BullMQ ("job is not in the active list").
 */
export function producerConnection(url: string, options: { commandTimeoutMs: number }): Redis {
  return connect(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: options.commandTimeoutMs,
    connectTimeout: 2_000,
  })
}

/** A connection that waits for Redis as long as it takes. */
export function workerConnection(url: string): Redis {
  return connect(url, { maxRetriesPerRequest: null })
}

function connect(url: string, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  const client = new Redis(url, { ...options, retryStrategy })
  client.on('error', ignoreError)
  return client
}

function retryStrategy(times: number): number {
  return backoffMs(times, { firstMs: 100, longestMs: 1_000 })
}

/** Without a listener, a failed attempt to connect would end the process. Callers read the `status` of the client. */
function ignoreError(): void {}
