import type { Redis } from 'ioredis'
import { workerConnection } from '../queues/connection.ts'
import { openProcesses, type Processes } from '../sandbox/processes.ts'
import { startServers, type Servers } from '../sandbox/servers/start-servers.ts'

/** Servers, and room for processes: what every trial begins with. All of it ends with this process, however that ends. */
export interface Host {
  readonly servers: Servers
  readonly processes: Processes
  readonly redis: Redis
  close(): Promise<void>
}

export interface HostOptions {
  /** `own`: Redis and MariaDB are started whatever the environment offers, as the trial kills or fills them. */
  readonly servers: 'own' | 'given'
  readonly redisArgs?: readonly string[]
  readonly mariadbArgs?: readonly string[]
  /** Of the servers' environment. */
  readonly serverEnv?: Readonly<Record<string, string>>
}

export async function openHost(options: HostOptions): Promise<Host> {
  const { servers: whose, redisArgs = [], mariadbArgs = [], serverEnv: env = {} } = options
  if (whose === 'own') for (const name of ['REDIS_URL', 'DATABASE_URL']) delete process.env[name]
  const servers = await startServers({ log: console.log, redisArgs, mariadbArgs, env })
  const processes = await openProcesses()
  const redis = workerConnection(servers.redisUrl)
  return {
    servers,
    processes,
    redis,
    async close() {
      redis.disconnect()
      await Promise.all([processes.close(), servers.stop()])
    },
  }
}
