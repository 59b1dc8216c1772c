/**
 * Settings of a migration's session. The script for a DBA begins with the same lines.
 *
 * - sql_mode: strict, so that no value is cut off silently. Zero dates and impossible dates are allowed, as seed rows
 *   may hold them and an ALTER must not change them.
 * - autocommit and others: the server may have other defaults than those that the statements rely on.
 * - lock_wait_timeout: while an ALTER waits for a long transaction, every later query on the table waits too. So it
 *   gives up after a minute, not after the default of a day.
 */
export const sessionStatements: readonly string[] = [
  'SET NAMES utf8mb4',
  'SET SESSION autocommit = 1, completion_type = 0, sql_safe_updates = 0, sql_big_selects = 1',
  'SET SESSION sql_select_limit = 18446744073709551615',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES'",
  "SET SESSION time_zone = '+00:00'",
  'SET SESSION lock_wait_timeout = 60',
]

/**
 * One migration at a time for each database, on whatever machine it runs. The server frees the lock when the session
 * ends. MySQL 9.7 has neither SHA1() nor MD5(), and a lock's name may have 64 characters.
 */
export const lockName = "CONCAT('pagebeat.', LEFT(SHA2(DATABASE(), 256), 40))"

export const recordStatement = (name: string, checksum: string): string =>
  `INSERT INTO pagebeatMigration (name, checksum, appliedTs) VALUES ('${name}', '${checksum}', UTC_TIMESTAMP(3))\n` +
  '  ON DUPLICATE KEY UPDATE name = VALUES(name)'
