import { Redis, type RedisOptions } from 'ioredis'
import { backoffMs } from '../src/backoff.ts'
import { primaryConnector, sentinelConnector } from '../src/redis/connectors.ts'
import { parseRedisUrl, type RedisAddress, RedisUrlError } from '../src/redis/redis-url.ts'
import { isSilence, refusalOf } from '../src/redis/refusal.ts'
import { watchAddress } from '../src/redis/watch-address.ts'
import { watchPrimary } from '../src/redis/watch-primary.ts'

/** Hears of the connection (`logRedisTrouble`). */
export interface ConnectionReport {
  /** Is called for each failure: of the network, and of a server that takes no writes. */
  onTrouble(error: Error): void
  /** The connection leads to a server that takes writes. */
  onReady(): void
}

const toNobody: ConnectionReport = { onTrouble: () => undefined, onReady: () => undefined }

/**
 * A Redis that has not responded for this long is given up: the connection is closed and opened again. A network that
 * loses packets never says so.
 */
const silentMs = { producer: 3_000, worker: 5_000, blocking: 12_000 }

/**
 * A connection that fails fast, for the receiver: it can answer 503 at once. No connection pipelines commands by
 * itself: that breaks BullMQ ("job is not in the active list").
 */
export function producerConnection(
  url: string,
  { commandTimeoutMs, report }: { readonly commandTimeoutMs: number; readonly report?: ConnectionReport },
): Redis {
  return connect(
    url,
    {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: commandTimeoutMs,
      connectTimeout: 2_000,
      socketTimeout: silentMs.producer,
    },
    report,
  )
}

/** A connection that waits for Redis as long as it takes. */
export function workerConnection(url: string, report?: ConnectionReport): Redis {
  const copies = new Set<Redis>()
  const options = { maxRetriesPerRequest: null, socketTimeout: silentMs.worker }
  const client = connect(url, options, report, copies)
  // BullMQ's workers wait for jobs on a copy of this connection, for up to 10 s.
  const { duplicate } = client
  client.duplicate = (override) => {
    const copy = duplicate.call(client, { ...override, socketTimeout: silentMs.blocking })
    copies.add(copy)
    copy.once('end', () => copies.delete(copy))
    return copy
  }
  return client
}

/**
 * Connects to the server that takes writes. A connection that leads to another one, at the start or later after a
 * failover, is closed and opened again until the address leads to the right one.
 */
function connect(
  url: string,
  options: Omit<RedisOptions, 'replyMapping'>,
  { onTrouble, onReady }: ConnectionReport = toNobody,
  copies: ReadonlySet<Redis> = new Set(),
): Redis {
  const client = new Redis({
    connectTimeout: 5_000,
    // Half a second for an orderly end. A dead network never answers.
    disconnectTimeout: 500,
    maxLoadingRetryTime: 500,
    ...addressOptions(url, onTrouble),
    ...options,
    retryStrategy,
    reconnectOnError(error) {
      const refusal = refusalOf(error)
      if (refusal !== undefined) onTrouble(error)
      return refusal?.leadsElsewhere ?? false
    },
  })
  // Without a listener, a failed attempt to connect would end the process.
  client.on('error', (error: Error) => {
    onTrouble(error)
    if (isSilence(error)) openAgain(copies) // their next sign of life would come seconds later
  })
  client.on('ready', onReady)
  watchPrimary(client, onTrouble)
  watchAddress(client, {
    url,
    openNew: () => openOnce(url),
    onMoved(error) {
      onTrouble(error)
      openAgain([client, ...copies])
    },
  })
  return client
}

function openAgain(clients: Iterable<Redis>): void {
  for (const client of clients) if (client.status === 'ready') client.disconnect(true)
}

/** A connection that is not opened again. */
function openOnce(url: string): Redis {
  const client = new Redis({
    ...addressOptions(url, () => undefined),
    maxRetriesPerRequest: null,
    disconnectTimeout: 500,
    retryStrategy: null,
    sentinelRetryStrategy: () => null,
  })
  client.on('error', () => undefined)
  return client
}

function addressOptions(url: string, onTrouble: (error: Error) => void): Omit<RedisOptions, 'replyMapping'> {
  const { servers, sentinel, username, password, db, family, tls } = parseRedisUrl(url)
  const common = {
    db,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(family !== undefined && { family }),
  }
  const primary = { onReplica: onTrouble, readTls: tlsReader(url, { first: tls, onTrouble }) }
  const [server] = servers
  if (sentinel === undefined) {
    return { ...common, ...server, ...(tls && { tls }), Connector: primaryConnector(primary) }
  }
  return {
    ...common,
    sentinels: [...servers],
    name: sentinel.name,
    ...(sentinel.username !== undefined && { sentinelUsername: sentinel.username }),
    ...(sentinel.password !== undefined && { sentinelPassword: sentinel.password }),
    ...(tls && { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }),
    sentinelCommandTimeout: 2_000,
    sentinelRetryStrategy: retryStrategy,
    Connector: sentinelConnector(primary),
  }
}

/** While the files do not fit together, as an operator replaces them, the last ones that did are used. */
function tlsReader(
  url: string,
  { first, onTrouble }: { readonly first: RedisAddress['tls']; readonly onTrouble: (error: Error) => void },
): () => RedisAddress['tls'] {
  let last = first
  return function readTls() {
    if (last === undefined) return undefined
    try {
      last = parseRedisUrl(url).tls
    } catch (error) {
      if (!(error instanceof RedisUrlError)) throw error
      onTrouble(new RedisUrlError(`REDIS_URL ${error.message}`))
    }
    return last
  }
}

function retryStrategy(times: number): number {
  return backoffMs(times, { firstMs: 100, longestMs: 1_000 })
}
