/**
 * How a migration's own session is set up. The same lines stand at the head of the script for a DBA.
 *
 * - sql_mode: strict, so that nothing is cut off in silence; but zero dates and dates that no calendar has are values that
 *   seed rows may hold, and must pass through an ALTER unchanged.
 * - lock_wait_timeout: an ALTER that waits for a long transaction makes every later query on the table wait too. Give up after
 *   a minute instead of the default of a day.
 */
export const sessionStatements: readonly string[] = [
  'SET NAMES utf8mb4',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES'",
  "SET SESSION time_zone = '+00:00'",
  'SET SESSION lock_wait_timeout = 60',
]

/** One migration at a time per database, wherever it is started. The server frees it when the session ends. */
export const lockName = "CONCAT('pagebeat.', SHA1(DATABASE()))"

export const recordStatement = (name: string, checksum: string): string =>
  `INSERT INTO pagebeatMigration (name, checksum, appliedTs) VALUES ('${name}', '${checksum}', UTC_TIMESTAMP(3))\n` +
  '  ON DUPLICATE KEY UPDATE name = VALUES(name)'
