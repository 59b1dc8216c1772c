/**
 * A mysql2 pool with what mysql2 lacks. The session is set up before a connection is used. Waiting for a connection
 * or a response has an end. A connection whose response did not arrive is closed, as the response could still come.
 *
 * After a failover, old connections may stay open and lead to a server that takes no writes any more, or to nothing. So
 * one such connection ends all that were opened before: the next ones lead to where the name of the server points now.
 */
import type { MysqlPool, MysqlPoolConnection } from 'kysely'
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2'
import { DatabaseBusyError, type DatabaseFault, DatabaseRefusedError } from '../../errors.ts'
import { toDatabaseError } from './database-error.ts'
import { type GuardedConnection, guardConnection } from './guarded-connection.ts'
import { createOrphanedThreads, readThread, type ServerThread } from './orphaned-threads.ts'
import { troubleOf } from './server-trouble.ts'

export interface GuardedPoolOptions {
  readonly pool: Pool
  readonly sessionStatements: readonly string[]
  readonly queryTimeoutMs: number
  readonly acquireTimeoutMs: number
  /** A call that began at `startedAt` failed for a reason that concerns the whole server. */
  readonly onTrouble?: ((fault: DatabaseFault, startedAt: number) => void) | undefined
}

/**
 * Every three seconds a connection is asked, before it is used, whether its server responds and still takes writes. That
 * is one short statement.
 */
const checkAfterMs = 3_000
/** The server responds to it at once, or not at all. */
const checkMs = 2_000
/** Without any trouble, a connection is made anew after this time, to follow the name of the server. */
const longestLifeMs = 10 * 60_000

const checkStatement =
  'SELECT @@global.read_only AS readOnly, @@global.innodb_read_only AS innodbReadOnly, ' +
  '@@max_allowed_packet AS packetBytes'

interface Member {
  readonly connection: GuardedConnection
  /** Connections of an earlier generation are closed instead of used. */
  readonly generation: number
  /** It leads to a replica, as it did when it was opened: a reader may want that. */
  readonly isReadOnly: boolean
  checkedAt: number
  inUse: boolean
}

export function createGuardedPool(options: GuardedPoolOptions): MysqlPool {
  const { pool, acquireTimeoutMs, queryTimeoutMs, onTrouble = () => undefined } = options
  const members = new Map<PoolConnection, Member>()
  const orphans = createOrphanedThreads()
  let generation = 0

  /** A connection of this generation is silent or leads to the wrong server: the others may, too. */
  function retire(of: number): void {
    if (of !== generation) return
    generation += 1
    for (const { connection, inUse } of members.values()) if (!inUse) connection.close()
  }

  async function open(raw: PoolConnection): Promise<Member> {
    const bornIn = generation
    let member: Member | undefined
    let thread: ServerThread | undefined
    const connection = guardConnection(raw, {
      queryTimeoutMs,
      onTrouble(fault, startedAt) {
        const trouble = troubleOf(fault)
        if (trouble === 'silent' && thread !== undefined) orphans.add(thread)
        if (trouble === 'moved' || trouble === 'silent') retire(bornIn)
        onTrouble(fault, startedAt)
      },
      onRelease() {
        if (member === undefined) return
        member.inUse = false
        if (bornIn !== generation) connection.close()
      },
      onClose: () => members.delete(raw),
    })
    // mysql2 listens for the first error only. A second error without a listener would end the process.
    raw.on('error', () => undefined)
    raw.once('end', () => members.delete(raw))
    raw.once('error', () => members.delete(raw))
    try {
      for (const sql of options.sessionStatements) await connection.run(sql)
      const checked = await connection.run(checkStatement)
      const isReadOnly = leadsToReplica(checked)
      connection.limitTo(Number(checked[0]?.['packetBytes'] ?? Infinity))
      thread = await readThread(connection)
      await orphans.end(connection)
      member = { connection, generation: bornIn, isReadOnly, checkedAt: Date.now(), inUse: true }
      members.set(raw, member)
      return member
    } catch (error) {
      connection.close()
      throw error
    }
  }

  async function isUsable(member: Member): Promise<boolean> {
    const { connection, isReadOnly } = member
    if (member.generation !== generation || Date.now() - connection.openedAt > longestLifeMs) return false
    if (Date.now() - member.checkedAt < checkAfterMs) return true
    try {
      const isReplica = leadsToReplica(await connection.run(checkStatement, checkMs))
      if (isReplica && !isReadOnly) retire(member.generation)
      member.checkedAt = Date.now()
      return member.generation === generation
    } catch {
      return false
    }
  }

  async function connect(): Promise<MysqlPoolConnection> {
    for (;;) {
      const raw = await acquire(pool, acquireTimeoutMs)
      const member = members.get(raw)
      if (member === undefined) return (await open(raw)).connection.ready
      member.inUse = true
      if (await isUsable(member)) return member.connection.ready
      member.connection.close()
    }
  }

  async function handOut(...[callback]: Parameters<MysqlPool['getConnection']>): Promise<void> {
    const startedAt = Date.now()
    const result = await settle(connect())
    if (!('error' in result)) return callback(undefined, result.value)
    const { error } = result
    // A refused login concerns every call, too.
    if (error instanceof DatabaseBusyError || error instanceof DatabaseRefusedError)
      onTrouble(error.fault, startedAt)
    callback(error, noConnection)
  }

  return {
    getConnection: (callback) => void handOut(callback),
    end: (callback) => pool.end((error) => callback(error)),
  }
}

function leadsToReplica([row]: readonly RowDataPacket[]): boolean {
  return isOn(row?.['readOnly']) || isOn(row?.['innodbReadOnly'])
}

/** Newer servers name the value. */
function isOn(value: unknown): boolean {
  return !['0', 'OFF'].includes(String(value))
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
