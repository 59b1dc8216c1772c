import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { Redis } from 'ioredis'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { at, message } from '../helpers/decoded.ts'
import { until } from '../helpers/until.ts'
import { post, send } from '../receiver/http.ts'
import { startReceiverProcess } from '../receiver/receiver-process.ts'
import { startWork } from './run-to-end.ts'

// Servers of its own, since other tests use the shared ones.
for (const name of ['REDIS_URL', 'DATABASE_URL']) delete process.env[name]

test('a Redis that cannot write to its disk: 503 and a calm worker, and both go on by themselves', async (t) => {
  // The snapshot cannot take the place of a folder: Redis then refuses every write, as on a full disk.
  const servers = await startServers({ redisArgs: ['--save', '1 1', '--dbfilename', 'appendonlydir'] })
  t.teardown(() => servers.stop())
  await migrateToLatest({ databaseUrl: servers.databaseUrl })
  const redis = new Redis(servers.redisUrl, { maxRetriesPerRequest: null })
  const db = await createConnection(servers.databaseUrl)
  t.teardown(async () => {
    redis.disconnect()
    await db.end()
  })
  await redis.config('SET', 'stop-writes-on-bgsave-error', 'no')
  const prefix = { PAGEBEAT_QUEUE_PREFIX: '{disk}' }
  const receiver = await startReceiverProcess(servers.redisUrl, prefix)
  t.teardown(() => receiver.stop())
  const worker = startWork(t, { REDIS_URL: servers.redisUrl, DATABASE_URL: servers.databaseUrl, ...prefix })
  await worker.until('"working"')
  const isReady = async () => (await send(receiver.port, { path: '/readyz' })).status === 200
  const deliver = async (mid: string) => (await post(receiver.port, message('601', mid, at(1)))).status
  const stored = async (): Promise<number> => {
    const [rows] = await db.query<RowDataPacket[]>('select count(*) n from chanFacebookMessenger')
    return Number(rows[0]?.['n'])
  }
  await until('ready', isReady)
  await until('stored', async () => (await deliver('before')) === 200)
  await until('in the tables', async () => (await stored()) === 1)
  await until('a snapshot failed', async () =>
    (await redis.info('persistence')).includes('rdb_last_bgsave_status:err'),
  )

  const linesBefore = worker.output().split('\n').length
  await redis.config('SET', 'stop-writes-on-bgsave-error', 'yes')
  await until('refused', async () => (await deliver('while refused')) === 503)
  const { text } = await send(receiver.port, { path: '/readyz' })
  t.regex(text, /disk/)
  await pause(4_000)
  t.true(worker.output().split('\n').length - linesBefore <= 10, worker.output())
  t.is(await deliver('still refused'), 503)

  await redis.config('SET', 'stop-writes-on-bgsave-error', 'no')
  await until('stored again', async () => (await deliver('after')) === 200, { withinMs: 15_000 })
  await until('in the tables again', async () => (await stored()) === 2, { withinMs: 15_000 })
  const [dead] = await db.query<RowDataPacket[]>('select count(*) n from deadLetter')
  t.is(Number(dead[0]?.['n']), 0)
  t.notRegex(worker.output(), /"reason":"bug"/)
  t.is(await worker.stop(), 0)
})
