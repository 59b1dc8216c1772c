/**
 * The database as Kysely sees it. Every connection is set up before its first use, also after a reconnect; no call waits for
 * ever, also when the server is frozen; every failure is one of ours (errors.ts), without a statement or a value in it.
 */
import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import { createGuardedPool } from './guarded-pool.ts'
import type { Database } from './schema.ts'

export interface ConnectOptions {
  /** mysql://user:password@host:port/database */
  readonly url: string
  /** Connections at most. The sum over all processes must stay below the server's max_connections (151 by default). */
  readonly poolSize?: number
  /** A statement that takes longer fails with DatabaseBusyError and its connection is closed. Above the lock wait of 5 s. */
  readonly queryTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** Longest wait for a free connection. */
  readonly acquireTimeoutMs?: number
}

/** Ready for queries; connects at the first one. Close it with `destroy()`. */
export function createDatabase(options: ConnectOptions): Kysely<Database> {
  return new Kysely<Database>({ dialect: createDialect(options) })
}

/** How Kysely reaches the server. */
export function createDialect(options: ConnectOptions): MysqlDialect {
  const {
    url,
    poolSize = 8,
    queryTimeoutMs = 15_000,
    connectTimeoutMs = 5_000,
    acquireTimeoutMs = 15_000,
  } = options
  const pool = createPool({
    uri: url,
    connectionLimit: poolSize,
    queueLimit: poolSize * 32,
    connectTimeout: connectTimeoutMs,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    charset: 'UTF8MB4_UNICODE_520_CI',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
    // An upsert that changes nothing reads 0 affected rows.
    flags: ['-FOUND_ROWS'],
    // Without it an object where a value is expected becomes `column = value`: SQL from data.
    stringifyObjects: true,
    multipleStatements: false,
  })
  return new MysqlDialect({
    pool: createGuardedPool({ pool, sessionStatements, queryTimeoutMs, acquireTimeoutMs }),
  })
}

/**
 * READ COMMITTED: get-or-create under REPEATABLE READ deadlocks. The sql_mode is named in full: strict, so that nothing is cut off
 * in silence, and without NO_BACKSLASH_ESCAPES and ANSI_QUOTES, under which the escaping of values would not hold.
 */
const sessionStatements = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5, sql_mode = " +
    "'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
]
