/**
 * The database as Kysely sees it. Every connection is set up before its first use, also after a reconnect. No call
 * waits without an end, even if the server hangs. Every failure is an error of ours (errors.ts), without a statement
 * or a value.
 */
import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import { createGuardedPool } from './guarded-pool.ts'
import type { Database } from './schema.ts'

export interface ConnectOptions {
  /** mysql://user:password@host:port/database */
  readonly url: string
  /**
   * The most connections. The sum over all processes must stay below the server's max_connections (151 by default).
   */
  readonly poolSize?: number
  /**
   * A longer statement fails with DatabaseBusyError, and its connection is closed. It must be more than the lock wait
   * of 5 s.
   */
  readonly queryTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** The longest wait for a free connection, ms. */
  readonly acquireTimeoutMs?: number
}

/** Ready for queries; connects at the first one. Close it with `destroy()`. */
export function createDatabase(options: ConnectOptions): Kysely<Database> {
  return new Kysely<Database>({ dialect: createDialect(options) })
}

/** The dialect by which Kysely reaches the server. */
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
    // An upsert that changes nothing reports 0 affected rows.
    flags: ['-FOUND_ROWS'],
    // Without it, an object in place of a value becomes `column = value`: SQL made from data.
    stringifyObjects: true,
    multipleStatements: false,
  })
  return new MysqlDialect({
    pool: createGuardedPool({ pool, sessionStatements, queryTimeoutMs, acquireTimeoutMs }),
  })
}

/**
 * READ COMMITTED, as get-or-create deadlocks under REPEATABLE READ. The sql_mode is given in full: strict, so that no
 * value is cut off silently; and without NO_BACKSLASH_ESCAPES and ANSI_QUOTES, under which the escaping of values
 * would be wrong.
 */
const sessionStatements = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5, sql_mode = " +
    "'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
]
