import { Redis } from 'ioredis'
import { openQueue } from '../../queues/publish.ts'
import { type Delivery, parseQueue } from '../../queues/parse.ts'
import { type ServerControl, startServers } from '../../sandbox/servers/start-servers.ts'

// These tests must not kill the Redis of `npm test`. No database is needed.
delete process.env['REDIS_URL']
process.env['DATABASE_URL'] ||= 'mysql://nobody@127.0.0.1:1/nothing'

/** A Redis of the test's own, which it may kill, freeze and fill. */
export interface OwnRedis {
  readonly url: string
  readonly control: ServerControl
  /** One command, on a connection of its own. */
  command(...words: readonly [string, ...string[]]): Promise<unknown>
  /** The deliveries in the parse queue, one list for each job. */
  groups(): Promise<readonly (readonly Delivery[])[]>
  stop(): Promise<void>
}

export async function startOwnRedis(redisArgs: readonly string[] = []): Promise<OwnRedis> {
  const servers = await startServers({ redisArgs })
  const connected = async <T>(use: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(servers.redisUrl, { maxRetriesPerRequest: null })
    client.on('error', () => undefined)
    try {
      return await use(client)
    } finally {
      client.disconnect()
    }
  }
  return {
    url: servers.redisUrl,
    control: servers.redis,
    command: (name, ...args) => connected((client) => client.call(name, ...args)),
    groups: () =>
      connected(async (client) => {
        const queue = openQueue(parseQueue.name, client)
        const jobs = await queue.getJobs(['waiting', 'delayed'], 0, -1, true)
        const groups = jobs.map(({ data }) => parseQueue.decode(data).deliveries)
        await queue.close()
        return groups
      }),
    stop: () => servers.stop(),
  }
}
