import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { at, message, post as pagePost } from '../helpers/decoded.ts'
import { deliveryHop, untilIdle } from '../helpers/running-stages.ts'
import { until } from '../helpers/until.ts'
import { post } from '../receiver/http.ts'
import { startReceiverProcess } from '../receiver/receiver-process.ts'
import { startWork } from './run-to-end.ts'

// Servers of its own, since other tests use the shared ones.
for (const name of ['REDIS_URL', 'DATABASE_URL']) delete process.env[name]
const servers = await startServers({ redisArgs: ['--maxmemory', '64mb'] })
const redis = new Redis(servers.redisUrl, { maxRetriesPerRequest: null })
const connection = workerConnection(servers.redisUrl)
const prefix = '{full}'
const queues = stageNames.map((name) => openQueue(name, connection, prefix))
const env = { REDIS_URL: servers.redisUrl, PAGEBEAT_QUEUE_PREFIX: prefix }

test.before(() => migrateToLatest({ databaseUrl: servers.databaseUrl }))
test.after.always(async () => {
  await Promise.all(queues.map((queue) => queue.close()))
  connection.disconnect()
  redis.disconnect()
  await servers.stop()
})

async function rows(sql: string): Promise<number> {
  const db = await createConnection(servers.databaseUrl)
  const [found] = await db.query<import('mysql2').RowDataPacket[]>(sql)
  await db.end()
  return Number(found[0]?.['n'])
}

async function memory(): Promise<{ used: number; max: number }> {
  const info = await redis.info('memory')
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1])
  return { used: field('used_memory'), max: field('maxmemory') }
}

/** A quarter of a second lies between two. A slow machine needs a thousand. */
const mostRefused = 4_000

/** About 1 MB: 20 posts of a visitor. */
function largeBody(n: number): string {
  const entry = Array.from({ length: 20 }, (_, index) => {
    const text = `"${index}" `.repeat(7_000)
    return JSON.parse(pagePost(String(100 * n + index), at(n), { from: { id: '501' }, message: text }))
      .entry[0]
  })
  return JSON.stringify({ object: 'page', entry })
}

test.serial('a Redis that others fill up to the mark: what is acknowledged is in the tables', async (t) => {
  const receiver = await startReceiverProcess(servers.redisUrl, { PAGEBEAT_QUEUE_PREFIX: prefix })
  t.teardown(() => receiver.stop())
  const { used, max } = await memory()
  const others = Math.floor((max * 0.5 - used) / 500_000)
  for (let key = 0; key < others; key += 1) await redis.rpush('of-others', 'x'.repeat(500_000))
  const worker = startWork(t, { ...env, DATABASE_URL: servers.databaseUrl })
  let [acked, refused, n] = [0, 0, 0]
  async function deliver(): Promise<void> {
    while (acked < 30 && refused < mostRefused) {
      n += 1
      const body = largeBody(n)
      while ((await post(receiver.port, body)).status !== 200 && refused < mostRefused) {
        refused += 1 // Facebook sends the same delivery again
        await pause(250)
      }
      acked += 1
    }
  }
  await Promise.all(Array.from({ length: 8 }, deliver))
  t.true(refused < mostRefused, `${acked} acknowledged, ${refused} refused`)
  await untilIdle(queues)
  t.is(await rows('select count(*) n from interaction'), 20 * acked)
  t.is(await rows('select count(*) n from deadLetter'), 0)
  t.notRegex(worker.output(), /"level":50/)
  t.regex(receiver.output(), /Redis is full/)
  await worker.stop()
})

test.serial(
  'a full Redis: workers ask it a few times a second, log little, and go on by themselves',
  async (t) => {
    await redis.config('SET', 'maxmemory', '0')
    await redis.del('of-others')
    const publisher = createPublisher(connection, prefix)
    t.teardown(() => publisher.close())
    const deliver = (mid: string) => publisher.publish([deliveryHop(message('601', mid, at(1)))])
    const worker = startWork(t, { ...env, DATABASE_URL: servers.databaseUrl })
    await worker.until('"working"')
    await deliver('before')
    await untilIdle(queues)
    const [parse] = queues
    await parse?.pause()
    await deliver('waiting 1')
    await deliver('waiting 2')
    await Promise.all([redis.config('SET', 'maxmemory', '1'), redis.config('RESETSTAT')])
    const linesBefore = linesOf(worker.output())
    // The stages that wait for jobs ask for one every few seconds, and are refused then.
    const rejected = async () =>
      Number(/errorstat_OOM:count=(\d+)/.exec(await redis.info('errorstats'))?.[1] ?? 0)
    await until('Redis refuses', async () => (await rejected()) > 0)
    await redis.config('RESETSTAT')
    await pause(3_000)
    const refused = await rejected()
    t.true(refused > 0 && refused < 3 * 30, `${refused} calls refused in 3 s`)
    t.true(linesOf(worker.output()) - linesBefore <= 10, worker.output())
    t.regex(worker.output(), /Redis is full/)
    await redis.config('SET', 'maxmemory', '0')
    await parse?.resume()
    await until('the waiting events are in the tables', async () => {
      const found = await rows("select count(*) n from chanFacebookMessenger where mid like 'waiting%'")
      return found === 2
    })
    t.is(await rows('select count(*) n from deadLetter'), 0)
    t.notRegex(worker.output(), /"reason":"bug"/)
    t.is(await worker.stop(), 0)
  },
)

function linesOf(output: string): number {
  return output.split('\n').length
}
