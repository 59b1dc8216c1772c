import { cpus, loadavg, totalmem } from 'node:os'
import { query, withDatabase } from '../sandbox/facebook/ledger/found-rows.ts'
import type { Host } from './host.ts'

/** Where figures were measured, as a result file holds it. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  /** Version and `appendfsync`; `none` when the program uses no Redis. */
  readonly redis: string
  /** Version, `innodb_flush_log_at_trx_commit` and buffer pool; `none` when the program uses no database. */
  readonly database: string
}

/** The machine of a program that starts no server. */
export function describeComputer(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    redis: 'none',
    database: 'none',
  }
}

/** The machine with its servers. Throws when Redis or the database may lose what it acknowledged: such figures mean nothing. */
export async function describeMachine({ redis, servers }: Pick<Host, 'redis' | 'servers'>): Promise<Machine> {
  const [, redisVersion = 'unknown'] = /^redis_version:(.*?)\r?$/m.exec(await redis.info('server')) ?? []
  const [, appendfsync = 'unknown'] = await redis.config('GET', 'appendfsync')
  const settings =
    'SELECT VERSION() version, @@innodb_flush_log_at_trx_commit flush, @@innodb_buffer_pool_size pool'
  const [{ version, flush, pool } = { version: 'unknown', flush: 0, pool: 0 }] = await withDatabase(
    servers.databaseUrl,
    (connection) => query(connection, settings),
  )
  if (appendfsync !== 'always' || Number(flush) !== 1)
    throw new Error(
      `not durable: appendfsync ${appendfsync}, innodb_flush_log_at_trx_commit ${String(flush)}`,
    )
  return {
    ...describeComputer(),
    redis: `${redisVersion}, appendfsync ${appendfsync}`,
    database: `${String(version)}, flush at commit, ${Number(pool) / 2 ** 20} MiB buffer pool`,
  }
}

/** One line for the terminal. A load average above 0 means that other programs are busy on this machine. */
export function machineLine({ cpu, cores, memoryGiB, node, redis, database }: Machine): string {
  const load = (loadavg()[0] ?? Number.NaN).toFixed(1)
  return `${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, Redis ${redis}, database ${database}; load average ${load}`
}
