import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { workerConnection } from '../../queues/connection.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { readSharedMetrics } from '../../src/redis/shared-metrics.ts'
import { at, message } from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'
import {
  type DatabaseServer,
  startDatabaseServer,
  startReplicatedDatabases,
} from '../helpers/replicated-databases.ts'
import { deliveryHop, untilIdle } from '../helpers/running-stages.ts'
import { until } from '../helpers/until.ts'
import { askHealth } from './ask-health.ts'
import { startWork } from './run-to-end.ts'

/** `npm run prove` measures how long it takes. */
const goesOnMs = 60_000

/** A worker that reaches the database through a bad network, and its queues. */
async function openTrouble(t: ExecutionContext, server: DatabaseServer) {
  await migrateToLatest({ databaseUrl: server.url })
  const [proxy, redis] = await Promise.all([startTcpProxy(server.url), createTestRedis()])
  t.teardown(() => proxy.close())
  const worker = startWork(t, {
    REDIS_URL: redis.url,
    DATABASE_URL: proxy.url,
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    PAGEBEAT_ALLOW_VOLATILE: '1',
  })
  const connection = workerConnection(redis.url)
  const publisher = createPublisher(connection, redis.prefix)
  const queues = ['parse', 'stitch', 'receipts'].map((name) => openQueue(name, connection, redis.prefix))
  t.teardown(async () => {
    await Promise.all([publisher.close(), ...queues.map((queue) => queue.close())])
    connection.disconnect()
    await redis.close()
  })
  await worker.until('"working"')
  let count = 0
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  /** 20 deliveries of three messages a second, until it is stopped. */
  async function deliver(): Promise<void> {
    while (!stop.signal.aborted) {
      count += 1
      await publisher.publish([
        deliveryHop(...[1, 2, 3].map((n) => message(`60${n}`, `m${count}-${n}`, at(count)))),
      ])
      await pause(50)
    }
  }
  const delivering = deliver()
  await until('rows arrive', async () => (await stored(server)) > 30)
  return {
    proxy,
    queues,
    /** Every event is in the tables of this server, once, and the log was short. */
    async settle(from: DatabaseServer, mostLines: number): Promise<void> {
      stop.abort()
      await delivering
      await untilIdle(queues)
      t.is(await stored(from), 3 * count)
      const [dead] = await from.asRoot('SELECT COUNT(*) AS n FROM pagebeat.deadLetter')
      t.is(Number(dead?.['n']), 0)
      const lines = worker.output().trim().split('\n')
      t.true(lines.length <= mostLines, worker.output())
      t.is(await worker.stop(), 0)
    },
    /** Attempts of all unfinished jobs. */
    async attempts(): Promise<number> {
      const jobs = await Promise.all(queues.map((queue) => queue.getJobs(['delayed', 'waiting'])))
      return jobs.flat().reduce((sum, job) => sum + (job?.attemptsMade ?? 0), 0)
    },
    /** What the worker itself says on the socket of its health check. */
    health: () => askHealth(worker.child.pid ?? 0),
    async isAvailable(): Promise<boolean> {
      const snapshots = await readSharedMetrics(connection, redis.prefix)
      const gauge = snapshots.flat().find(({ name }) => name === 'pagebeat_database_available')
      return gauge?.values[0]?.value === 1
    },
  }
}

async function stored(from: DatabaseServer): Promise<number> {
  const [row] = await from.asRoot('SELECT COUNT(*) AS n FROM pagebeat.interaction')
  return Number(row?.['n'])
}

test.serial(
  'a worker goes on at the new writer after a failover, though its connections stay open',
  async (t) => {
    const { writer, replica, failOver } = await startReplicatedDatabases(t)
    const { proxy, settle } = await openTrouble(t, writer)
    await failOver()
    const before = await stored(replica)
    proxy.switchTarget(replica.url)
    await until('rows arrive at the new writer', async () => (await stored(replica)) > before, {
      withinMs: goesOnMs,
    })
    await settle(replica, 12)
  },
)

test.serial('a worker goes on after its connections to the database became a black hole', async (t) => {
  const server = await startDatabaseServer(t)
  const { proxy, settle } = await openTrouble(t, server)
  proxy.blackHole()
  const before = await stored(server)
  await until('rows arrive again', async () => (await stored(server)) > before + 30, { withinMs: goesOnMs })
  await settle(server, 12)
})

test.serial(
  'while the database refuses work, the stages wait, no attempt is used and the log is short',
  async (t) => {
    const server = await startDatabaseServer(t)
    const { proxy, settle, attempts, isAvailable, health } = await openTrouble(t, server)
    await until('the worker says that the database is available', isAvailable)
    const refusals: readonly [string, () => unknown, () => unknown][] = [
      ['down', () => (proxy.refuse(true), proxy.reset()), () => proxy.refuse(false)],
      [
        'read-only',
        () => server.asRoot('SET GLOBAL read_only = 1'),
        () => server.asRoot('SET GLOBAL read_only = 0'),
      ],
      [
        'login refused',
        async () => {
          await server.asRoot("ALTER USER pagebeat@'%' ACCOUNT LOCK")
          proxy.reset()
        },
        () => server.asRoot("ALTER USER pagebeat@'%' ACCOUNT UNLOCK"),
      ],
    ]
    for (const [what, begin, end] of refusals) {
      await begin()
      const refuses = async () => /the database refuses work/.test(await health())
      await until(`the worker notices: ${what}`, refuses, { withinMs: goesOnMs })
      // The metrics are shared every five seconds.
      await until(`its metric says so: ${what}`, async () => !(await isAvailable()), { withinMs: goesOnMs })
      t.is(await attempts(), 0, what)
      const before = await stored(server)
      await end()
      await until(`rows arrive again: ${what}`, async () => (await stored(server)) > before, {
        withinMs: goesOnMs,
      })
    }
    await settle(server, 25)
  },
)
