import test from 'ava'
import { createPublisher } from '../../queues/publish.ts'
import { startTcpProxy, type TcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { at, message } from '../helpers/decoded.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { deliveryHop } from '../helpers/running-stages.ts'
import { startPagebeat } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'
import { startWork } from '../bin/run-to-end.ts'
import { post, send } from '../receiver/http.ts'
import { startReceiverProcess } from '../receiver/receiver-process.ts'

/** New connections work from the first moment on. */
const withinMs = 15_000

const holes: Readonly<Record<string, (proxy: TcpProxy) => void>> = {
  'neither way': (proxy) => proxy.blackHole(),
  'only to Redis': (proxy) => proxy.blackHole('toClient'),
  'only from Redis': (proxy) => proxy.blackHole('toServer'),
}

for (const [how, swallow] of Object.entries(holes)) {
  test.serial(`a worker goes on when its connections to Redis pass bytes ${how}`, async (t) => {
    const [redis, database] = await Promise.all([createTestRedis(), createTestDatabase()])
    const proxy = await startTcpProxy(redis.url)
    t.teardown(async () => {
      await proxy.close()
      await Promise.all([redis.close(), database.drop()])
    })
    const worker = startWork(t, {
      REDIS_URL: proxy.url,
      DATABASE_URL: database.url,
      PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    })
    await worker.until('"working"')
    const publisher = createPublisher(redis.connection, redis.prefix)
    const stored = async (): Promise<number> =>
      Number((await database.query('select count(*) as n from interaction'))[0]?.['n'])
    await publisher.publish([deliveryHop(message('601', 'before', at(1)))])
    await until('a row', async () => (await stored()) === 1)

    swallow(proxy)
    await publisher.publish([deliveryHop(message('601', 'after', at(2)))])
    await until('a row after the hole', async () => (await stored()) === 2, { withinMs })
    await worker.until(/"reason":"no_response".*closing it and opening a new one/)
    t.is(worker.output().match(/"no_response"/g)?.length, 1, 'one line, however many connections')
    await publisher.close()
    t.is(await worker.stop(), 0)
  })
}

test.serial(
  'a receiver goes on when its connection to Redis is half-open, and /readyz tells the truth',
  async (t) => {
    const redis = await createTestRedis()
    const proxy = await startTcpProxy(redis.url)
    t.teardown(async () => {
      await proxy.close()
      await redis.close()
    })
    const receiver = await startReceiverProcess(proxy.url, { PAGEBEAT_QUEUE_PREFIX: redis.prefix })
    t.teardown(() => receiver.child.kill('SIGKILL'))
    const readyz = async (): Promise<string> => (await send(receiver.port, { path: '/readyz' })).text
    await until('ready', async () => (await readyz()) === 'ready')
    proxy.blackHole()
    t.is(await readyz(), 'Redis does not answer')
    t.is((await post(receiver.port, '{"object":"page","entry":[{"id":"1"}]}')).status, 503)
    await until('ready again', async () => (await readyz()) === 'ready', { withinMs })
    t.is((await post(receiver.port, '{"object":"page","entry":[{"id":"2"}]}')).status, 200)
    t.is(await receiver.stop(), 0)
  },
)

test.serial('the queue monitor goes on when its connection to Redis is half-open', async (t) => {
  const redis = await createTestRedis()
  const proxy = await startTcpProxy(redis.url)
  t.teardown(async () => {
    await proxy.close()
    await redis.close()
  })
  const board = startPagebeat(['board'], {
    REDIS_URL: proxy.url,
    BOARD_PORT: '0',
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
  })
  t.teardown(() => board.child.kill('SIGKILL'))
  const [, port] = await board.until(/"port":(\d+)/)
  const statusOf = async (path: string): Promise<number> => (await send(Number(port), { path })).status
  await until('metrics', async () => (await statusOf('/metrics')) === 200)
  proxy.blackHole()
  await until('jobs', async () => (await statusOf('/queues/api/queues')) === 200, { withinMs })
  await until('metrics again', async () => (await statusOf('/metrics')) === 200, { withinMs })
  t.is(await board.stop(), 0)
})
