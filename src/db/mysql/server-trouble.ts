/** Which faults say something about the whole server, and not about one statement or its rows. */
import type { DatabaseFault } from '../../errors.ts'

/**
 * - moved: this connection leads to a server that takes no writes (any more), or that is going away. A new connection
 *   may lead to another server.
 * - full: the server takes connections, and fails when it has to store something.
 * - crowded: the server takes no more connections, or refuses the login.
 * - silent: the server did not respond, or the connection was lost.
 */
export type ServerTrouble = 'moved' | 'full' | 'crowded' | 'silent'

const moved = new Set([
  1036, // table is read only: innodb_read_only (MariaDB)
  1047, // Galera: this node is not ready
  1053, // server shutdown in progress
  1077, // normal shutdown
  1079, // shutdown complete
  1152, // aborted connection
  1158, // network errors …
  1159,
  1160,
  1161,
  1184, // aborted connection of a new client
  1207, // read-only transaction (older servers)
  1290, // --read-only, --super-read-only
  1792, // the session is read-only: transaction_read_only
  1836, // InnoDB runs read-only
  1874, // InnoDB is read-only
  1927, // connection was killed (MariaDB)
  3032, // offline mode
  3100, // group replication refuses the commit: no majority, or the member has an error
  3169, // session was killed (MySQL)
  3782, // group replication ended the wait
  3796, // group replication cannot give the consistency that is asked for …
  3797,
  3798,
  3799,
  3989, // schema is read only (MySQL)
  4031, // disconnected for inactivity (MySQL)
  9001, // ProxySQL reached no server in time
])

const full = new Set([
  3, // error while writing a file
  20, // disk full, waiting
  28, // no space left on device
  1021, // disk full
  1026, // error while writing a file
  1030, // error of the storage engine
  1037, // out of memory
  1041, // out of memory
  1114, // table full (temporary space, disk)
  1598, // the binary log cannot be written
  1811, // error while writing a table
  1878, // temporary file cannot be written
  3015, // storage engine out of memory
  3019, // undo log full
  3675, // disk full
  3985, // out of memory for locks
])

const crowded = new Set([
  1040, // too many connections
  1129, // host blocked after many connection errors
  1203, // too many connections of this user
  1226, // user exceeded a resource
  4081, // limit of memory for connections …
  4082,
])

const ofOneCall = new Set(['ROW_VANISHED'])

/** Undefined: the fault says nothing about the server. */
export function troubleOf({ errno, symbol }: DatabaseFault): ServerTrouble | undefined {
  if (errno === 0) return ofOneCall.has(symbol) ? undefined : 'silent'
  if (moved.has(errno)) return 'moved'
  if (full.has(errno)) return 'full'
  return crowded.has(errno) ? 'crowded' : undefined
}
