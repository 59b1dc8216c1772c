import { workerConnection } from '../queues/connection.ts'
import { openProcesses } from '../sandbox/processes.ts'
import type { StoreName } from '../sandbox/servers/stores.ts'
import { startServers } from '../sandbox/servers/start-servers.ts'

/** All of it ends with this process, however that ends. */
export type Host = Awaited<ReturnType<typeof openHost>>

export interface HostOptions {
  /** `own`: Redis and MariaDB are started whatever the environment offers, as the trial kills or fills them. */
  readonly servers: 'own' | 'given'
  readonly redisArgs?: readonly string[]
  readonly mariadbArgs?: readonly string[]
  /** Instead of the usual one (sandbox/servers/stores.ts). */
  readonly databaseServer?: StoreName | undefined
  /** Of the servers' environment. */
  readonly serverEnv?: Readonly<Record<string, string>>
}

/** Servers, and room for processes: what every trial begins with. */
export async function openHost(options: HostOptions) {
  const { servers: whose, redisArgs = [], mariadbArgs = [], serverEnv: env = {} } = options
  if (whose === 'own') for (const name of ['REDIS_URL', 'DATABASE_URL']) delete process.env[name]
  const { databaseServer } = options
  const chosen = databaseServer === undefined ? {} : { databaseServer }
  const servers = await startServers({ log: console.log, redisArgs, mariadbArgs, env, ...chosen })
  const processes = await openProcesses(console.log)
  const redis = workerConnection(servers.redisUrl)
  return {
    servers,
    processes,
    redis,
    async close(): Promise<void> {
      redis.disconnect()
      await Promise.all([processes.close(), servers.stop()])
    },
  }
}
