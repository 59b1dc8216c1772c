/**
 * Turns what mysql2 throws into an error of ours. mysql2's errors carry the statement with its values (`sql`), and
 * the server's message quotes values of rows. Neither is kept, not even as `cause`.
 */
import { DatabaseBusyError, DatabaseRefusedError, PipelineError, RejectedRowsError } from '../../errors.ts'
import type { DatabaseFault } from '../../errors.ts'
import { adviceFor } from './refusal-advice.ts'
import { troubleOf } from './server-trouble.ts'

/**
 * 1213 deadlock, 1205 lock wait timeout, 1020 row changed since it was read (MariaDB). Nothing was committed; run it
 * again.
 */
const lostRaces = new Set([1213, 1205, 1020])

/** A row changed since it was read: `inTransaction` runs its work again. */
export const rowChanged: DatabaseFault = { errno: 1020, symbol: 'ER_CHECKREAD', where: undefined }

/** The statement failed for now, without a fault of the whole server. */
const busy = new Set([
  ...lostRaces,
  1180, // error during COMMIT
  1317, // query interrupted
  1412, // table definition changed during the transaction
  1614, // XA rolled back: deadlock
  1615, // prepared statement needs to be prepared again
  1969, // max_statement_time exceeded (MariaDB)
  3024, // max_execution_time exceeded (MySQL)
  3101, // rolled back by group replication
  3572, // lock not free with NOWAIT
])

/** The server refuses the rows, and will refuse them again. */
const rejected = new Set([
  1048, // column cannot be null
  1062, // duplicate entry
  1153, // statement larger than max_allowed_packet
  1264, // out of range
  1265, // data truncated
  1267, // illegal mix of collations: text that is not ASCII compared with an id
  1270,
  1271,
  1292, // incorrect value
  1300, // invalid utf8mb4 string
  1364, // no value and no default
  1366, // incorrect string or number
  1367,
  1406, // too long
  1411,
  1451, // foreign keys of the brand's own
  1452,
  1525,
  1690, // BIGINT out of range
  3140, // not JSON
  3854, // text that the column's character set lacks
  3819, // CHECK constraint of the brand's own
  4025,
])

/** Another transaction caused the rollback. The same transaction may be run again at once. */
export function isLostRace(error: unknown): boolean {
  return error instanceof DatabaseBusyError && lostRaces.has(error.fault.errno)
}

/**
 * The connection is lost, or leads to a server that takes no writes, and a new one may work. False where no connection
 * could be made.
 */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof DatabaseBusyError)) return false
  return lostConnections.has(error.fault.symbol) || troubleOf(error.fault) === 'moved'
}

const lostConnections = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'CONNECTION_CLOSED'])

/** The statement is larger than the server takes. Fewer or shorter rows may pass. */
export function isPacketTooLarge(error: unknown): boolean {
  return error instanceof RejectedRowsError && error.fault.errno === 1153
}

/** The error as one of ours. An error that is not from the database is returned unchanged. */
export function toDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PipelineError) return error
  const fault = toFault(error)
  if (fault === undefined) return error
  if (fault.advice === undefined && (busy.has(fault.errno) || troubleOf(fault) !== undefined))
    return keepStack(new DatabaseBusyError(fault), error)
  if (rejected.has(fault.errno)) return keepStack(new RejectedRowsError(fault), error)
  return keepStack(new DatabaseRefusedError(fault), error)
}

function toFault(error: Error): DatabaseFault | undefined {
  const symbol = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (symbol === undefined) return poolFault(error)
  const given = 'errno' in error && typeof error.errno === 'number' && error.errno > 0 ? error.errno : 0
  const errno = 'sqlState' in error || given >= 1000 ? given : 0
  const advice = adviceFor(errno, symbol)
  // Of a handshake that failed, only the message tells why. No statement was sent.
  const where = symbol === 'HANDSHAKE_SSL_ERROR' ? error.message : toPlace(error.message)
  return { errno, symbol, where, ...(advice === undefined ? {} : { advice }) }
}

/** mysql2 gives some failures no code. */
function poolFault({ message }: Error): DatabaseFault | undefined {
  if (message.startsWith("Can't add new command when connection"))
    return { errno: 0, symbol: 'CONNECTION_CLOSED', where: undefined }
  if (/^(?:Queue limit reached|No connections available|Pool is closed)/.test(message))
    return { errno: 0, symbol: 'POOL_UNAVAILABLE', where: undefined }
  return undefined
}

/**
 * The column, key or table that the server named: a name of the schema, never a value. Each pattern is bound to the
 * start or the end of the message, as the server puts a value of the row in the middle.
 */
const places = [
  /for (?<kind>column) (?<name>[`'\w.]+) at row \d+$/,
  /^(?<kind>Column) '(?<name>\w+)' cannot be null$/,
  /^Unknown (?<kind>column) '(?<name>[\w.]+)' in /,
  /^(?<kind>Field) '(?<name>\w+)' doesn't have a default value$/,
  /for (?<kind>key) '(?<name>[\w.]+)'$/,
  /^(?<kind>Table) '(?<name>[\w.]+)' doesn't exist$/,
  /^(?<kind>FUNCTION) (?<name>[\w.`]+) does not exist$/,
  /^(?<right>[A-Z ,]+) command denied to user \S+ for (?<kind>table) (?<name>\S+)$/,
  /^execute command denied to user \S+ for (?<kind>routine) '(?<name>[\w.]+)'$/,
  /^Access denied for user \S+ to (?<kind>database) '(?<name>\w+)'$/,
  /^Access denied; you need \(at least one of\) the (?<name>[\w ,]+) (?<kind>privilege)\(s\)/,
]

function toPlace(message: string): string | undefined {
  const found = places.map((place) => place.exec(message)?.groups).find((groups) => groups !== undefined)
  if (found === undefined) return undefined
  const right = found['right'] === undefined ? '' : `${found['right']} on `
  return `${right}${found['kind']?.toLowerCase()} ${found['name']?.replaceAll(/[`']/g, '')}`
}

/** The stack of the original error, without its first line: that is the server's message. */
function keepStack(ours: PipelineError, original: Error): PipelineError {
  const frames = (original.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  ours.stack = [`${ours.name}: ${ours.message}`, ...frames].join('\n')
  return ours
}
