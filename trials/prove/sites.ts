/** The stores of a case, each behind an address that can lead to another server, as a managed service's name does. */
import { Redis } from 'ioredis'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { startTcpProxy, type TcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { type AskServer, type Replication, replications } from '../../sandbox/servers/replication.ts'
import type { ServerControl, Servers } from '../../sandbox/servers/start-servers.ts'
import { untilTrue } from './until-true.ts'

export interface Site {
  /** Where Pagebeat's processes find the store. */
  readonly proxy: TcpProxy
  /** The server that takes writes now. */
  readonly server: ServerControl
  /** Another server takes the writes, and new connections lead to it. The old ones stay open to what is a replica now. */
  failOver(): Promise<void>
  close(): Promise<void>
}

export interface RedisSite extends Site {
  /** At the server that takes writes now. */
  command(name: string, ...args: readonly string[]): Promise<unknown>
  /** The address of the server that takes writes now. */
  url(): string
}

export interface DatabaseSite extends Site {
  /** One statement by an administrator, at the server that takes writes now. */
  asAdmin(sql: string): Promise<readonly RowDataPacket[]>
  /** The address of the server that takes writes now. */
  url(): string
}

export async function openRedisSite(first: Servers, second: Servers | undefined): Promise<RedisSite> {
  const proxy = await startTcpProxy(first.redisUrl)
  let now = first
  if (second !== undefined) await followRedis(second, first)
  return {
    proxy,
    get server() {
      return now.redis
    },
    command: (name, ...args) => onRedis(now, (redis) => redis.call(name, ...args)),
    url: () => now.redisUrl,
    async failOver() {
      const [from, to] = [now, other(now, first, second)]
      // The replica has all writes before it takes over, as in a planned failover of a managed service.
      const { hostname, port } = new URL(to.redisUrl)
      await onRedis(from, (redis) => redis.call('FAILOVER', 'TO', hostname, port, 'TIMEOUT', '10000'))
      await untilTrue('the Redis replica takes over', () =>
        onRedis(to, async (redis) => (await redis.info('replication')).includes('role:master')),
      )
      now = to
      proxy.switchTarget(to.redisUrl)
    },
    close: () => proxy.close(),
  }
}

async function followRedis(replica: Servers, primary: Servers): Promise<void> {
  const { hostname, port } = new URL(primary.redisUrl)
  await onRedis(replica, (redis) => redis.call('REPLICAOF', hostname, port))
  await untilTrue('the Redis replica follows', () =>
    onRedis(replica, async (redis) => (await redis.info('replication')).includes('master_link_status:up')),
  )
}

async function onRedis<T>({ redisUrl }: Servers, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, lazyConnect: true })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}

/** `kind`: what both servers are. */
export async function openDatabaseSite(
  first: Servers,
  second: Servers | undefined,
  kind: DatabaseKind = 'mariadb',
): Promise<DatabaseSite> {
  const proxy = await startTcpProxy(first.databaseUrl)
  const replication = replications[kind]
  let now = first
  if (second !== undefined) await replicate(first, second, replication)
  return {
    proxy,
    get server() {
      return now.mariadb
    },
    asAdmin: (sql) => asAdmin(now, sql),
    url() {
      const url = new URL(first.databaseUrl)
      url.port = new URL(now.databaseUrl).port
      return url.href
    },
    async failOver() {
      const [from, to] = [now, other(now, first, second)]
      await asAdmin(from, 'SET GLOBAL read_only = 1')
      await untilTrue('the replica has all rows', () => replication.hasAll(askerOf(to), askerOf(from)))
      await asAdmin(to, replication.stop)
      await asAdmin(to, 'SET GLOBAL read_only = 0')
      now = to
      proxy.switchTarget(to.databaseUrl)
    },
    close: () => proxy.close(),
  }
}

export type DatabaseKind = keyof typeof replications

/** For servers that are to be replicated. */
export const databaseArgs = (id: number, kind: DatabaseKind = 'mariadb'): readonly string[] => [
  '--log-bin=binlog',
  `--server-id=${id}`,
  ...replications[kind].settings,
]

/** Both have the same user, with the password of the first, which the replica's own user shares from then on. */
async function replicate(writer: Servers, replica: Servers, { follow }: Replication): Promise<void> {
  const { password, port } = new URL(writer.databaseUrl)
  await asAdmin(replica, `ALTER USER pagebeat@'%' IDENTIFIED BY '${password}'`)
  await follow(askerOf(replica), askerOf(writer), { username: 'pagebeat_admin', password, port })
  await asAdmin(replica, 'SET GLOBAL read_only = 1')
}

function askerOf(servers: Servers): AskServer {
  return (sql) => asAdmin(servers, sql)
}

async function asAdmin({ databaseUrl }: Servers, sql: string): Promise<readonly RowDataPacket[]> {
  const url = new URL(databaseUrl)
  url.username = 'pagebeat_admin'
  const connection = await createConnection(url.href)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return Array.isArray(rows) ? rows : []
  } finally {
    connection.destroy()
  }
}

function other(now: Servers, first: Servers, second: Servers | undefined): Servers {
  if (second === undefined) throw new Error('this case has no replica')
  return now === first ? second : first
}
