import test from 'ava'
import { createPublisher } from '../../queues/publish.ts'
import { workerConnection } from '../../queues/connection.ts'
import { at, message } from '../helpers/decoded.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { deliveryHop } from '../helpers/running-stages.ts'
import { startPagebeat } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'
import { startWork } from '../bin/run-to-end.ts'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { startOwnRedis } from '../receiver/own-redis.ts'
import { post, send } from '../receiver/http.ts'
import { startReceiverProcess } from '../receiver/receiver-process.ts'
import { startRedisPair } from './redis-pair.ts'

/** From the moment at which the new server takes writes and the address leads to it. */
const withinMs = 15_000

const body = '{"object":"page","entry":[{"id":"1"}]}'

async function deliver(url: string, mid: string): Promise<void> {
  const connection = workerConnection(url)
  const publisher = createPublisher(connection)
  await publisher.publish([deliveryHop(message('601', mid, at(1)))])
  await publisher.close()
  connection.disconnect()
}

test.serial('a receiver goes on when Redis fails over, and /readyz tells the truth', async (t) => {
  const redis = await startRedisPair()
  t.teardown(() => redis.stop())
  const receiver = await startReceiverProcess(redis.proxy.url)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  const readyz = async (): Promise<string> => (await send(receiver.port, { path: '/readyz' })).text
  await until('ready', async () => (await readyz()) === 'ready')
  t.is((await post(receiver.port, body)).status, 200)

  await redis.swap()
  t.regex(
    await readyz(),
    /replica|READONLY/,
    'the first question after the failover, without traffic before it',
  )
  t.is((await post(receiver.port, body)).status, 503)
  await receiver.until(/"reason":"READONLY".*connecting again until REDIS_URL leads to the server/)

  redis.proxy.switchTarget(redis.second.url)
  await until('ready again', async () => (await readyz()) === 'ready', { withinMs })
  t.is((await post(receiver.port, body)).status, 200)
  t.is(await receiver.stop(), 0)
})

test.serial('a receiver without traffic notices by itself that Redis failed over', async (t) => {
  const redis = await startRedisPair()
  t.teardown(() => redis.stop())
  const receiver = await startReceiverProcess(redis.proxy.url)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  await receiver.until('deliveries are accepted')
  await redis.second.command('REPLICAOF', 'NO', 'ONE')
  redis.proxy.switchTarget(redis.second.url)
  await redis.swap()
  await receiver.until(/deliveries are accepted[^]*Redis is not ready[^]*deliveries are accepted/)
  t.is((await post(receiver.port, body)).status, 200)
  t.is(await receiver.stop(), 0)
})

test.serial('a worker takes jobs from the new server after Redis failed over', async (t) => {
  const [redis, database] = await Promise.all([startRedisPair(), createTestDatabase()])
  t.teardown(() => Promise.all([redis.stop(), database.drop()]))
  const worker = startWork(t, { REDIS_URL: redis.proxy.url, DATABASE_URL: database.url })
  await worker.until('"working"')
  const rows = async (): Promise<unknown> =>
    (await database.query('select count(*) as n from interaction'))[0]?.['n']
  await deliver(redis.first.url, 'before')
  await until('a row', async () => Number(await rows()) === 1)

  redis.proxy.switchTarget(redis.second.url)
  await redis.swap()
  await deliver(redis.second.url, 'after')
  await until('a row after the failover', async () => Number(await rows()) === 2, { withinMs })
  t.is(await worker.stop(), 0)
})

test.serial('the queue monitor reads from the new server after Redis failed over', async (t) => {
  const redis = await startRedisPair()
  t.teardown(() => redis.stop())
  const board = startPagebeat(['board'], { REDIS_URL: redis.proxy.url, BOARD_PORT: '0' })
  t.teardown(() => board.child.kill('SIGKILL'))
  const [, port] = await board.until(/"port":(\d+)/)
  const scrape = async (): Promise<string> => (await send(Number(port), { path: '/metrics' })).text
  await until('metrics', async () => (await scrape()).includes('pagebeat_up'))
  redis.proxy.switchTarget(redis.second.url)
  await redis.swap()
  await redis.first.command('REPLICAOF', '127.0.0.1', '1') // it hears nothing new
  await redis.second.command('SET', '{pagebeat}:parse:marker-of-the-test', 'x'.repeat(40_000_000))
  await until(
    'the memory of the new server',
    async () => Number(/redis_memory_bytes (\d+)/.exec(await scrape())?.[1]) > 40_000_000,
    { withinMs },
  )
  t.is(await board.stop(), 0)
})

test.serial('receiver and worker leave an old primary that does not know that it was replaced', async (t) => {
  const [old, redis, database] = await Promise.all([startOwnRedis(), startOwnRedis(), createTestDatabase()])
  const proxy = await startTcpProxy(old.url)
  t.teardown(async () => {
    await proxy.close()
    await Promise.all([old.stop(), redis.stop(), database.drop()])
  })
  const receiver = await startReceiverProcess(proxy.url)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  const worker = startWork(t, { REDIS_URL: proxy.url, DATABASE_URL: database.url })
  await worker.until('"working"')
  await until('acknowledged', async () => (await post(receiver.port, body)).status === 200)

  proxy.switchTarget(redis.url)
  await Promise.all(
    [receiver, worker].map((each) => each.until(/"reason":"moved".*closing the connections to the old one/)),
  )
  await deliver(redis.url, 'on the new server')
  await until('a row', async () => (await database.query('select 1 from interaction')).length === 1, {
    withinMs,
  })
  t.is((await post(receiver.port, body)).status, 200)
  t.is(await worker.stop(), 0)
  t.is(await receiver.stop(), 0)
})

test.serial('/readyz says why a primary takes no writes', async (t) => {
  const redis = await startOwnRedis()
  t.teardown(() => redis.stop())
  const receiver = await startReceiverProcess(redis.url)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  const readyz = async (): Promise<string> => (await send(receiver.port, { path: '/readyz' })).text
  await until('ready', async () => (await readyz()) === 'ready')
  await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '1')
  t.regex(await readyz(), /takes no writes while too few replicas are connected.*NOREPLICAS/)
  t.is((await post(receiver.port, body)).status, 503)
  await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '0')
  await until('ready again', async () => (await readyz()) === 'ready', { withinMs })
  t.is((await post(receiver.port, body)).status, 200)
  t.is(await receiver.stop(), 0)
})
