import { cpus, loadavg, totalmem } from 'node:os'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Bench } from './bench-context.ts'

export interface Machine {
  readonly cores: number
  readonly cpu: string
  readonly memoryGb: number
  readonly node: string
  readonly redis: string
  readonly appendfsync: string
  readonly database: string
  readonly flushLogAtCommit: number
  readonly bufferPoolMb: number
  /** Of the minute before: above zero, others are at work on this machine. */
  readonly loadBefore: number
  readonly summary: string
}

/** Throws when Redis or the database does not keep what it acknowledges: the figures would be of something else. */
export async function describeMachine({ redis, servers }: Bench): Promise<Machine> {
  const info = await redis.info('server')
  const [, appendfsync = 'unknown'] = await redis.config('GET', 'appendfsync')
  const connection = await createConnection(servers.databaseUrl)
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT VERSION() version, @@innodb_flush_log_at_trx_commit flush, @@innodb_buffer_pool_size pool',
  )
  await connection.end()
  const facts = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    redis: /^redis_version:(.*?)\r?$/m.exec(info)?.[1] ?? 'unknown',
    appendfsync,
    database: String(rows[0]?.['version']),
    flushLogAtCommit: Number(rows[0]?.['flush']),
    bufferPoolMb: Number(rows[0]?.['pool']) / 2 ** 20,
    loadBefore: loadavg()[0] ?? Number.NaN,
  }
  if (appendfsync !== 'always' || facts.flushLogAtCommit !== 1)
    throw new Error(
      `not durable: appendfsync ${appendfsync}, innodb_flush_log_at_trx_commit ${facts.flushLogAtCommit}`,
    )
  const summary =
    `${facts.cores} cores (${facts.cpu}), Node ${facts.node}, Redis ${facts.redis} with appendfsync always, ` +
    `${facts.database} with ${facts.bufferPoolMb} MB buffer pool; load average before ${facts.loadBefore.toFixed(1)}`
  return { ...facts, summary }
}
