import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { defineMariadb } from './mariadb-server.ts'
import { defineMysql } from './mysql-server.ts'
import { findProgram } from './programs.ts'
import { defineRedis } from './redis-server.ts'
import { nameRunFolder, sweepDeadRuns } from './run-folder.ts'
import { foreignServer, type ServerControl, type ServerHost, startServer } from './server-control.ts'
import { findStore, readStore, type StoreName, stores } from './stores.ts'
import { startSupervisor } from './supervise.ts'

export type { ServerControl } from './server-control.ts'

export interface ServerOptions {
  /** Is called with a line of progress for each slow step. The line never holds a password. */
  readonly log?: (line: string) => void
  /** Keeps the data there (in `redis/` and `mariadb/`) beyond this run, and uses what it finds. */
  readonly dataDir?: string
  /** The server to start, whatever the variables say. */
  readonly databaseServer?: StoreName
  /** Added to the command lines, where they win over our own. */
  readonly redisArgs?: readonly string[]
  readonly mariadbArgs?: readonly string[]
  /** Of the servers' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** A server of ours crashed; its last lines are in the log. `back` resolves when it answers again or is given up. */
  readonly onCrash?: ServerHost['onCrash']
}

export interface Servers {
  readonly redisUrl: string
  /** Holds the password: not for logs. */
  readonly databaseUrl: string
  readonly redis: ServerControl
  readonly mariadb: ServerControl
  /** Our servers have ended and, without `dataDir`, their data is gone. Given servers are left alone. */
  stop(): Promise<void>
}

/**
 * A Redis and a MariaDB answer on loopback. REDIS_URL and DATABASE_URL, each by itself, name a server to use instead of
 * a new one; PAGEBEAT_REDIS_SERVER and PAGEBEAT_DATABASE_SERVER name the one to start (stores.ts). Ours end when this
 * process ends, in whatever way (supervisor.ts); call `stop` to wait for that.
 * Throws an Error that says what to install when no server can run here.
 */
export async function startServers(options: ServerOptions = {}): Promise<Servers> {
  const { databaseServer } = options
  const given = {
    redis: process.env['REDIS_URL'] || undefined,
    mariadb: databaseServer === undefined ? process.env['DATABASE_URL'] || undefined : undefined,
  }
  const redis = { redisUrl: given.redis ?? '', redis: foreignServer('REDIS_URL') }
  const mariadb = { databaseUrl: given.mariadb ?? '', mariadb: foreignServer('DATABASE_URL') }
  if (given.redis !== undefined && given.mariadb !== undefined)
    return { ...redis, ...mariadb, stop: async () => undefined }

  sweepDeadRuns()
  const log = options.log ?? (() => undefined)
  const runFolder = nameRunFolder()
  const supervisor = startSupervisor(runFolder, options.dataDir === undefined ? 'removed' : 'kept')
  const { env = {}, onCrash = () => undefined } = options
  const host = { supervisor, runFolder, log, env, onCrash }
  try {
    const [ownRedis, ownMariadb] = await Promise.all([
      given.redis === undefined ? startRedis(options, host) : redis,
      given.mariadb === undefined ? startMariadb(options, host) : mariadb,
    ])
    return { ...ownRedis, ...ownMariadb, stop: () => supervisor.close() }
  } catch (error) {
    await supervisor.close().catch(() => rmSync(runFolder, { recursive: true, force: true }))
    throw error
  }
}

type RedisPart = Pick<Servers, 'redis' | 'redisUrl'>

async function startRedis({ dataDir, redisArgs = [] }: ServerOptions, host: ServerHost): Promise<RedisPart> {
  const store = readStore('PAGEBEAT_REDIS_SERVER', ['redis'])
  const found = store === undefined ? findProgram('redis', host.log) : findStore(store, host.log)
  const [program] = await Promise.all([found, host.supervisor.open()])
  const dataFolder = path.resolve(dataDir ?? host.runFolder, 'redis')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const redis = await startServer(defineRedis({ program, dataFolder, args: redisArgs }), host)
  return { redis, redisUrl: `redis://127.0.0.1:${redis.port}` }
}

type MariadbPart = Pick<Servers, 'mariadb' | 'databaseUrl'>

async function startMariadb(options: ServerOptions, host: ServerHost): Promise<MariadbPart> {
  const { dataDir, mariadbArgs: args = [] } = options
  const { runFolder, supervisor, log } = host
  const store = options.databaseServer ?? readStore('PAGEBEAT_DATABASE_SERVER', ['mariadb', 'mysql'])
  const found = store === undefined ? findProgram('mariadb', log) : findStore(store, log)
  const [program] = await Promise.all([found, supervisor.open()])
  const isMysql = store !== undefined && stores[store].kind === 'mysql'
  const dataFolder = path.resolve(dataDir ?? runFolder, isMysql ? 'mysql' : 'mariadb')
  const password = randomBytes(18).toString('base64url')
  const wanted = { runFolder, dataFolder, password, args }
  const define =
    isMysql && program.from !== 'docker'
      ? defineMysql({ ...wanted, program })
      : defineMariadb({ ...wanted, program })
  const mariadb = await startServer(await define, host)
  return { mariadb, databaseUrl: `mysql://pagebeat:${password}@127.0.0.1:${mariadb.port}/pagebeat` }
}
