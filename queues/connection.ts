import { Redis, type RedisOptions } from 'ioredis'
import { backoffMs } from '../src/backoff.ts'

/**
 * The two ways to hold a connection. A producer (the receiver) fails fast, so that it can say 503; a worker waits for
 * Redis to come back. No auto-pipelining on either: it breaks BullMQ ("job is not in the active list").
 */
export function producerConnection(url: string, options: { commandTimeoutMs: number }): Redis {
  return connect(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: options.commandTimeoutMs,
    connectTimeout: 2_000,
  })
}

export function workerConnection(url: string): Redis {
  return connect(url, { maxRetriesPerRequest: null })
}

function connect(url: string, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  const client = new Redis(url, { ...options, retryStrategy })
  client.on('error', ignoreSinceStatusTells)
  return client
}

function retryStrategy(times: number): number {
  return backoffMs(times, { firstMs: 100, longestMs: 1_000 })
}

/** ioredis reports every failed attempt here and dies without a listener; who uses the client asks its `status`. */
function ignoreSinceStatusTells(): void {}
