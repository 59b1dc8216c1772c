import { Duplex } from 'node:stream'
import type { MysqlPoolConnection } from 'kysely'
import type { PoolConnection, QueryError, QueryOptions, ResultSetHeader, RowDataPacket } from 'mysql2'
import { DatabaseBusyError, type DatabaseFault, RejectedRowsError } from '../../errors.ts'
import { preparedMark } from './bulk-insert.ts'
import { toDatabaseError } from './database-error.ts'
import { troubleOf } from './server-trouble.ts'
import { isTooLarge } from './statement-bytes.ts'

/** A connection of the pool. Its statements have an end, and no statement follows on a server that has moved. */
export interface GuardedConnection {
  readonly ready: MysqlPoolConnection
  readonly openedAt: number
  /** By which the server knows it. */
  readonly threadId: string
  /** Why it is closed for good; undefined while it may be used. */
  readonly brokenBy: DatabaseFault | undefined
  /** Runs one statement within `ms`. Throws an error of ours; a statement that is late closes the connection. */
  run(sql: string, ms?: number): Promise<RowDataPacket[]>
  /** A statement above this size is rejected and not sent: the server would end the connection. */
  limitTo(packetBytes: number): void
  close(): void
}

export interface GuardOptions {
  readonly queryTimeoutMs: number
  /** A statement that began at `startedAt` failed for a reason that concerns the whole server. */
  readonly onTrouble: (fault: DatabaseFault, startedAt: number) => void
  readonly onRelease: () => void
  readonly onClose: () => void
}

type Result = RowDataPacket[] | ResultSetHeader

/** The server keeps no more prepared statements, or lost ours: the same statement is sent as text. */
const unprepared = new Set([
  1243, // unknown prepared statement: a proxy led us to another server
  1295, // this statement cannot be prepared
  1461, // max_prepared_stmt_count is reached
  1615, // to be prepared again
])

/**
 * The timer is ours. mysql2's own timer leaves the connection in use after it fired. It also keeps running, and with
 * it the process, after the connection was lost.
 */
export function guardConnection(connection: PoolConnection, options: GuardOptions): GuardedConnection {
  const openedAt = Date.now()
  let brokenBy: DatabaseFault | undefined
  let packetBytes = Infinity

  function close(fault: DatabaseFault): void {
    if (brokenBy !== undefined) return
    brokenBy = fault
    destroy(connection)
    options.onClose()
  }

  function query(
    { sql, values }: Pick<QueryOptions, 'sql' | 'values'>,
    timeoutMs: number,
    callback: (error: unknown, result: Result) => void,
  ): void {
    // Kysely rolls a failed transaction back: on a closed connection the first fault is the one to tell.
    if (brokenBy !== undefined) return callback(new DatabaseBusyError(brokenBy), [])
    const isPrepared = sql.startsWith(preparedMark)
    if (isTooLarge(packetBytes, { sql, values, isPrepared }))
      return callback(new RejectedRowsError(packetTooLarge), [])
    const startedAt = Date.now()
    let waiting = true
    const timer = setTimeout(() => {
      waiting = false
      fail(new DatabaseBusyError({ errno: 0, symbol: 'QUERY_TIMEOUT', where: undefined }))
    }, timeoutMs)

    function fail(error: unknown): void {
      if (error instanceof DatabaseBusyError) {
        const trouble = troubleOf(error.fault)
        if (trouble === 'moved' || trouble === 'silent') close(error.fault)
        if (trouble !== undefined) options.onTrouble(error.fault, startedAt)
      }
      callback(error, [])
    }

    function onResponse(error: QueryError | null, result: Result): void {
      clearTimeout(timer)
      if (!waiting) return
      if (error === null) callback(undefined, result)
      else fail(toDatabaseError(error))
    }

    if (!isPrepared) return void connection.query<Result>({ sql, values }, onResponse)
    connection.execute<Result>({ sql, values }, (error, result) => {
      if (error !== null && waiting && unprepared.has(error.errno ?? 0))
        connection.query<Result>({ sql, values }, onResponse)
      else onResponse(error, result)
    })
  }

  return {
    openedAt,
    threadId: String(connection.threadId),
    get brokenBy() {
      return brokenBy
    },
    run: (sql, ms = options.queryTimeoutMs) =>
      new Promise((resolve, reject) => {
        query({ sql }, ms, (error, result) => {
          if (error === undefined) resolve(Array.isArray(result) ? result : [])
          else reject(error)
        })
      }),
    limitTo(bytes) {
      packetBytes = bytes
    },
    close: () => close(closed),
    ready: {
      config: connection.config,
      threadId: connection.threadId,
      connect: (callback) => callback?.(undefined),
      destroy: () => close(closed),
      release() {
        connection.release()
        options.onRelease()
      },
      query(sql, values: QueryOptions['values'], callback) {
        if (callback === undefined) return connection.query({ sql, values })
        query({ sql, values }, options.queryTimeoutMs, callback)
        return noStream
      },
    },
  }
}

const packetTooLarge: DatabaseFault = {
  errno: 1153,
  symbol: 'ER_NET_PACKET_TOO_LARGE',
  where: 'max_allowed_packet',
}

const closed: DatabaseFault = { errno: 0, symbol: 'CONNECTION_CLOSED', where: undefined }

/** Kysely's type needs it. Only a statement without a callback has a stream. */
const noStream = {
  stream(): never {
    throw new DatabaseBusyError(closed)
  },
}

const farewellMs = 2_000

/**
 * mysql2 only says goodbye. Where nobody hears it, the system would keep the socket, and with it this process, for a
 * quarter of an hour.
 */
function destroy(connection: PoolConnection): void {
  connection.destroy()
  const stream = 'stream' in connection ? connection.stream : undefined
  if (!(stream instanceof Duplex) || stream.destroyed) return
  const timer = setTimeout(() => stream.destroy(), farewellMs)
  stream.once('close', () => clearTimeout(timer))
}
