/**
 * A mysql2 pool with what mysql2 lacks. The session is set up before a connection is used. Waiting for a connection
 * or a response has an end. A connection whose response did not arrive is closed, as the response could still come.
 */
import type { MysqlPool, MysqlPoolConnection } from 'kysely'
import type { Pool, PoolConnection, QueryError, QueryOptions, ResultSetHeader, RowDataPacket } from 'mysql2'
import { DatabaseBusyError } from '../../errors.ts'
import { preparedMark } from './bulk-insert.ts'
import { toDatabaseError } from './database-error.ts'

export interface GuardedPoolOptions {
  readonly pool: Pool
  readonly sessionStatements: readonly string[]
  readonly queryTimeoutMs: number
  readonly acquireTimeoutMs: number
}

export function createGuardedPool(options: GuardedPoolOptions): MysqlPool {
  const { pool, acquireTimeoutMs } = options
  const guarded = new WeakMap<PoolConnection, MysqlPoolConnection>()

  async function setUp(connection: PoolConnection): Promise<MysqlPoolConnection> {
    const known = guarded.get(connection)
    if (known !== undefined) return known
    // mysql2 listens for the first error only. A second error without a listener would end the process.
    connection.on('error', () => undefined)
    const ready = guard(connection, options.queryTimeoutMs)
    for (const sql of options.sessionStatements) await run(ready, sql)
    guarded.set(connection, ready)
    return ready
  }

  async function connect(): Promise<MysqlPoolConnection> {
    const connection = await acquire(pool, acquireTimeoutMs)
    try {
      return await setUp(connection)
    } catch (error) {
      connection.destroy()
      throw error
    }
  }

  async function handOut(...[callback]: Parameters<MysqlPool['getConnection']>): Promise<void> {
    const result = await settle(connect())
    if ('error' in result) callback(result.error, noConnection)
    else callback(undefined, result.value)
  }

  return {
    getConnection: (callback) => void handOut(callback),
    end: (callback) => pool.end((error) => callback(error)),
  }
}

type Settled<Value> = { readonly error: unknown } | { readonly value: Value }

async function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { value: await promise }
  } catch (error) {
    return { error: toDatabaseError(error) }
  }
}

/** Kysely's type needs a connection even next to an error. */
const noConnection: MysqlPoolConnection = {
  config: {},
  threadId: 0,
  connect: () => undefined,
  destroy: () => undefined,
  release: () => undefined,
  query() {
    throw new DatabaseBusyError({ errno: 0, symbol: 'CONNECTION_CLOSED', where: undefined })
  },
}

/** A connection that comes after the end of the wait goes back to the pool. */
function acquire(pool: Pool, timeoutMs: number): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let waiting = true
    const timer = setTimeout(() => {
      waiting = false
      reject(new DatabaseBusyError({ errno: 0, symbol: 'POOL_TIMEOUT', where: undefined }))
    }, timeoutMs)
    pool.getConnection((error, connection) => {
      clearTimeout(timer)
      if (error !== null && error !== undefined) return reject(error)
      if (waiting) resolve(connection)
      else connection.release()
    })
  })
}

/**
 * The timer is ours. mysql2's own timer leaves the connection in use after it fired. It also keeps running, and with
 * it the process, after the connection was lost.
 */
function guard(connection: PoolConnection, timeoutMs: number): MysqlPoolConnection {
  return {
    config: connection.config,
    threadId: connection.threadId,
    connect: (callback) => callback?.(undefined),
    destroy: () => connection.destroy(),
    release: () => connection.release(),
    query(sql, values: QueryOptions['values'], callback) {
      if (callback === undefined) return connection.query({ sql, values })
      let waiting = true
      const timer = setTimeout(() => {
        waiting = false
        connection.destroy()
        callback(new DatabaseBusyError({ errno: 0, symbol: 'QUERY_TIMEOUT', where: undefined }), [])
      }, timeoutMs)
      type Result = RowDataPacket[] | ResultSetHeader
      const onResponse = (error: QueryError | null, result: Result): void => {
        clearTimeout(timer)
        if (!waiting) return
        if (error === null) callback(undefined, result)
        else callback(toDatabaseError(error), [])
      }
      if (sql.startsWith(preparedMark)) return connection.execute<Result>({ sql, values }, onResponse)
      return connection.query<Result>({ sql, values }, onResponse)
    },
  }
}

function run(connection: MysqlPoolConnection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [], (error) => {
      if (error === undefined) resolve()
      else reject(error)
    })
  })
}
