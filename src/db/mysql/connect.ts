/**
 * The database as Kysely sees it. Every connection is set up before its first use, also after a reconnect. No call
 * waits without an end, even if the server hangs. Every failure is an error of ours (errors.ts), without a statement
 * or a value.
 */
import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import type { DatabaseFault } from '../../errors.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { createGuardedPool } from './guarded-pool.ts'
import type { Database } from './schema.ts'

export interface ConnectOptions {
  /** mysql://user:password@host:port/database?ssl=… */
  readonly url: string
  /**
   * The most connections. The sum over all processes must stay below the server's max_connections (151 by default).
   */
  readonly poolSize?: number
  /**
   * A longer statement fails with DatabaseBusyError, and its connection is closed. It must be more than the lock wait
   * of 5 s, and so short that work goes on within 15 s after the server fell silent.
   */
  readonly queryTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** The longest wait for a free connection, ms. */
  readonly acquireTimeoutMs?: number
  /** A call that began at `startedAt` failed for a reason that concerns the whole server. */
  readonly onTrouble?: (fault: DatabaseFault, startedAt: number) => void
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
    queryTimeoutMs = 10_000,
    connectTimeoutMs = 5_000,
    acquireTimeoutMs = 15_000,
    onTrouble,
  } = options
  const pool = createPool({
    ...parseDatabaseUrl(url),
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
    pool: createGuardedPool({ pool, sessionStatements, queryTimeoutMs, acquireTimeoutMs, onTrouble }),
  })
}

/**
 * What our statements rely on, whatever the server's defaults are.
 *
 * - READ COMMITTED, as get-or-create deadlocks under REPEATABLE READ.
 * - sql_mode in full: strict, so that no value is cut off silently; and without NO_BACKSLASH_ESCAPES and ANSI_QUOTES,
 *   under which the escaping of values would be wrong.
 * - unique_checks: without them InnoDB may store an event twice.
 * - completion_type: COMMIT must neither begin a transaction nor end the connection.
 * - wait_timeout: the server ends the transaction of a machine that was lost after two minutes, not after hours. An
 *   idle connection ends, too, and is made again when it is needed.
 */
const sessionStatements = [
  'SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci',
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5, lock_wait_timeout = 8, wait_timeout = 120, " +
    'autocommit = 1, completion_type = 0, unique_checks = 1, sql_safe_updates = 0, sql_big_selects = 1, ' +
    'sql_auto_is_null = 0, sql_select_limit = 18446744073709551615, sql_mode = ' +
    "'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
]
