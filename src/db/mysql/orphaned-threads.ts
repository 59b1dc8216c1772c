/**
 * When a connection falls silent, its server may not learn that we gave it up. Then the server keeps the connection's
 * transaction open, with its locks, for hours. So the next connection to the same server ends it with KILL, which
 * every user may do to its own threads.
 */
import { DatabaseRefusedError } from '../../errors.ts'
import type { GuardedConnection } from './guarded-connection.ts'

type Runner = Pick<GuardedConnection, 'run'>

/** A connection as its server knows it. Another server may have a thread of the same id, but not of the same client. */
export interface ServerThread {
  readonly id: string
  /** Address and port of the client. */
  readonly host: string
}

export interface OrphanedThreads {
  add(thread: ServerThread): void
  /** Ends those of them that run on the server of this connection. The others are forgotten. */
  end(connection: Runner): Promise<void>
}

const most = 200
/** 1094: no such thread, it has ended. 1095: the thread of another user. */
const ended = new Set([1094, 1095])

export function createOrphanedThreads(): OrphanedThreads {
  const orphans: ServerThread[] = []
  return {
    add(thread) {
      if (orphans.length < most) orphans.push(thread)
    },
    async end(connection) {
      const given = orphans.splice(0)
      if (given.length === 0) return
      for (const { id, host } of await readThreads(connection))
        if (given.some((orphan) => orphan.id === id && orphan.host === host)) await kill(connection, id)
    },
  }
}

/** The connection as its server knows it. */
export async function readThread(
  connection: Pick<GuardedConnection, 'run' | 'threadId'>,
): Promise<ServerThread | undefined> {
  const threads = await readThreads(connection)
  return threads.find(({ id }) => id === connection.threadId)
}

/** Those of our user. MySQL and MariaDB have no other way in common. */
async function readThreads(connection: Runner): Promise<ServerThread[]> {
  const rows = await connection.run('SHOW PROCESSLIST')
  return rows.map((row) => ({ id: String(row['Id']), host: String(row['Host']) }))
}

async function kill(connection: Runner, id: string): Promise<void> {
  try {
    await connection.run(`KILL ${id}`)
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError && ended.has(error.fault.errno))) throw error
  }
}
