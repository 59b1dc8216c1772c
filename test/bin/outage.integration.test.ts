import test from 'ava'
import { createConnection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { at, message } from '../helpers/decoded.ts'
import { deliveryHop, untilIdle } from '../helpers/running-stages.ts'
import { startWork } from './run-to-end.ts'

test('continues after the database and Redis were killed and frozen: no event lost, no dead letter', async (t) => {
  // Servers of its own, since other tests use the shared ones.
  for (const name of ['REDIS_URL', 'DATABASE_URL']) delete process.env[name]
  const servers = await startServers()
  t.teardown(() => servers.stop())
  await migrateToLatest({ databaseUrl: servers.databaseUrl })
  const worker = startWork(t, {
    REDIS_URL: servers.redisUrl,
    DATABASE_URL: servers.databaseUrl,
    PAGEBEAT_QUEUE_PREFIX: '{away}',
    PAGEBEAT_ALLOW_VOLATILE: '0',
  })
  await worker.until('"working"')
  const connection = workerConnection(servers.redisUrl)
  const publisher = createPublisher(connection, '{away}')
  const queues = stageNames.map((name) => openQueue(name, connection, '{away}'))
  t.teardown(async () => {
    await Promise.all([publisher.close(), ...queues.map((queue) => queue.close())])
    connection.disconnect()
  })
  let count = 0
  const deliver = async (groups: number): Promise<void> => {
    const hops = Array.from({ length: groups }, () => {
      count += 1
      return deliveryHop(...[1, 2, 3].map((n) => message(`60${n}`, `m${count}-${n}`, at(count))))
    })
    await publisher.publish(hops)
  }

  await deliver(20)
  await servers.mariadb.kill('SIGKILL')
  await deliver(20)
  await worker.until('the database refuses work')
  await servers.mariadb.restart()
  await untilIdle(queues)

  await servers.mariadb.kill('SIGSTOP')
  await deliver(20)
  await servers.mariadb.kill('SIGCONT')
  await deliver(5)
  await servers.redis.kill('SIGKILL') // its script cache is gone, too
  await servers.redis.restart()
  await deliver(20)
  await untilIdle(queues)

  const db = await createConnection(servers.databaseUrl)
  const [rows] = await db.query(
    'select (select count(*) from interaction) as storedRows, (select count(*) from deadLetter) as deadRows',
  )
  await db.end()
  t.deepEqual(rows, [{ storedRows: 3 * count, deadRows: 0 }])
  t.is(await worker.stop(), 0)
})
