/** Faults of Redis and of the database. */
import { setTimeout as pause } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import type { TcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { goOn, type SceneCase } from './case.ts'
import type { Scene } from './scene.ts'
import type { Site } from './sites.ts'
import { fillDisk, freeDisk, mountSmallDisk, nameSmallDisk } from './small-disk.ts'

export const storeCases: readonly SceneCase[] = [
  {
    name: 'redis-failover',
    promise: `${goOn} at the new server, with old connections open to what is a replica now`,
    replicas: true,
    isShort: true,
    play: (scene) => scene.during('Redis failover', () => scene.redis.failOver()),
  },
  {
    name: 'mysql-failover',
    promise: `${goOn} at the new server, with old connections open to what is read-only now`,
    replicas: true,
    isShort: true,
    play: (scene) => scene.during('database failover', () => scene.database.failOver()),
  },
  {
    name: 'mysql-9.7-failover',
    promise: `${goOn} at the new MySQL 9.7, which was a replica by GTID`,
    replicas: true,
    databaseServer: 'mysql-9.7',
    play: (scene) => scene.during('MySQL failover', () => scene.database.failOver()),
  },
  ...halfOpen('redis', ({ redis }) => redis.proxy),
  ...halfOpen('mysql', ({ database }) => database.proxy),
  ...stopped('redis', ({ redis }) => redis),
  ...stopped('mysql', ({ database }) => database),
  {
    name: 'connections-reset',
    promise: goOn,
    async play({ during, redis, database }) {
      await during('connections reset', async () => {
        for (let times = 0; times < 5; times++) {
          redis.proxy.reset()
          database.proxy.reset()
          await pause(700)
        }
      })
    },
  },
  {
    name: 'redis-full',
    promise: `deliveries are refused while Redis is full, and ${goOn} when it has room`,
    async play({ during, redis }) {
      await during('Redis is full', async () => {
        await redis.command('CONFIG', 'SET', 'maxmemory', '1mb')
        await pause(10_000)
        await redis.command('CONFIG', 'SET', 'maxmemory', '0')
      })
    },
  },
  {
    name: 'redis-fills-up',
    promise: `other keys fill Redis up slowly; ${goOn} when they are gone`,
    async play({ during, redis }) {
      const [, used = '0'] = /used_memory:(\d+)/.exec(String(await redis.command('INFO', 'memory'))) ?? []
      await during('Redis fills up', async () => {
        await redis.command('CONFIG', 'SET', 'maxmemory', String(Number(used) + 24 * 2 ** 20))
        for (let index = 0; index < 60; index++) {
          await redis.command('SET', `filler:${index}`, 'x'.repeat(2 ** 19)).catch(() => undefined)
          await pause(200)
        }
        for (let index = 0; index < 60; index++) await redis.command('DEL', `filler:${index}`)
        await redis.command('CONFIG', 'SET', 'maxmemory', '0')
      })
    },
  },
  {
    name: 'redis-lacks-replicas',
    promise: `Redis refuses writes without a replica; ${goOn} when it takes them again`,
    async play({ during, redis }) {
      await during('Redis refuses writes', async () => {
        await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '1')
        await pause(10_000)
        await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '0')
      })
    },
  },
  {
    name: 'mysql-read-only',
    promise: `deliveries are acked meanwhile; rows and replies go on by themselves`,
    async play({ during, database }) {
      await during('the database is read-only', async () => {
        await database.asAdmin('SET GLOBAL read_only = 1')
        await pause(10_000)
        await database.asAdmin('SET GLOBAL read_only = 0')
      })
    },
  },
  {
    name: 'mysql-no-connections',
    promise: 'deliveries are acked meanwhile; rows and replies go on by themselves',
    async play({ during, database, setup }) {
      await during('no connection is left', async () => {
        await database.asAdmin('SET GLOBAL max_connections = 10')
        database.proxy.cut()
        await setup.database.query('SELECT 1').catch(() => undefined)
        const held = await Promise.all(
          Array.from({ length: 10 }, () => createConnection(database.url()).catch(() => undefined)),
        )
        await pause(10_000)
        for (const connection of held) connection?.destroy()
        await database.asAdmin('SET GLOBAL max_connections = 300')
      })
    },
  },
  {
    name: 'mysql-locked-table',
    promise: 'deliveries are acked meanwhile; rows and replies go on by themselves',
    async play({ during, databaseUrl }) {
      const connection = await createConnection(databaseUrl())
      await during('a table is locked', async () => {
        await connection.query('LOCK TABLES interaction WRITE')
        await pause(10_000)
        await connection.query('UNLOCK TABLES')
      })
      await connection.end()
    },
  },
  diskFull(),
]

/** What was connected leads nowhere for ten seconds, in one direction or in both; new connections work. */
function halfOpen(store: string, proxyOf: (scene: Scene) => TcpProxy): readonly SceneCase[] {
  return (['both', 'toServer', 'toClient'] as const).map((direction) => ({
    name: `${store}-half-open${direction === 'both' ? '' : direction === 'toServer' ? '-requests' : '-answers'}`,
    promise: `${goOn} although nothing says that the open connections are dead`,
    ...(direction === 'both' ? { isShort: true } : {}),
    play: (scene) =>
      scene.during(`half-open: ${direction}`, async () => {
        proxyOf(scene).blackHole(direction === 'both' ? undefined : direction)
      }),
  }))
}

/** Redis cannot write its log any more and ends, as it must with `appendfsync always`. It is started again with room. */
function diskFull(): SceneCase {
  const disk = nameSmallDisk()
  return {
    name: 'redis-disk-full',
    promise: `deliveries are refused while the disk is full, and ${goOn} when it has room`,
    redisArgs: () => ['--dir', mountSmallDisk(disk)],
    async play({ during, redis }) {
      await during("Redis' disk is full", async () => {
        fillDisk(disk)
        await pause(8_000)
        freeDisk(disk)
        await redis.server.restart()
      })
    },
  }
}

function stopped(store: string, siteOf: (scene: Scene) => Site): readonly SceneCase[] {
  return [
    {
      name: `${store}-killed`,
      promise: `${goOn} when the server is back`,
      async play(scene) {
        const { server } = siteOf(scene)
        await scene.during(`${store} killed`, async () => {
          await server.kill('SIGKILL')
          await pause(4_000)
          await server.restart()
        })
      },
    },
    {
      name: `${store}-frozen`,
      promise: `${goOn} when the server answers again`,
      async play(scene) {
        const { server } = siteOf(scene)
        await scene.during(`${store} frozen`, async () => {
          await server.kill('SIGSTOP')
          await pause(12_000)
          await server.kill('SIGCONT')
        })
      },
    },
  ]
}
