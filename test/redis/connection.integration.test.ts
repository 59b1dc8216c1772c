import test from 'ava'
import type { Redis } from 'ioredis'
import { producerConnection, workerConnection } from '../../queues/connection.ts'
import { startTcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { until } from '../helpers/until.ts'
import { type OwnRedis, startOwnRedis } from '../receiver/own-redis.ts'

/** A server, and what is told of the connections to it. */
async function start(t: { teardown(end: () => unknown): void }) {
  const redis = await startOwnRedis()
  t.teardown(() => redis.stop())
  const troubles: string[] = []
  const report = { onTrouble: (error: Error) => void troubles.push(error.message), onReady: () => undefined }
  return { redis, troubles, report }
}

function closed(client: Redis): Promise<void> {
  return new Promise((resolve) => client.once('close', resolve))
}

/** The server follows a primary that nobody can reach. */
async function demote(redis: OwnRedis): Promise<void> {
  await redis.command('REPLICAOF', '127.0.0.1', '1')
}

test('a refused write ends the connection, and many at once end it once', async (t) => {
  const { redis, troubles, report } = await start(t)
  const client = workerConnection(redis.url, report)
  t.teardown(() => client.disconnect())
  await client.set('key', 'value')
  await demote(redis)
  const warnings: string[] = []
  const onWarning = ({ message }: Error): void => void warnings.push(message)
  process.on('warning', onWarning)
  t.teardown(() => process.off('warning', onWarning))

  const isClosed = closed(client)
  const writes = await Promise.allSettled(Array.from({ length: 50 }, () => client.set('key', 'value')))
  await isClosed
  t.true(writes.every(({ status }) => status === 'rejected'))
  t.is(troubles.length, 50)
  t.true(
    troubles.every((trouble) => trouble.startsWith("READONLY You can't write")),
    'nobody asked for the role',
  )
  t.deepEqual(warnings, [])
})

test('a refused script ends the connection', async (t) => {
  const { redis, troubles, report } = await start(t)
  const client = workerConnection(redis.url, report)
  t.teardown(() => client.disconnect())
  await client.set('key', 'value')
  await demote(redis)
  const isClosed = closed(client)
  await t.throwsAsync(client.eval("return redis.call('set', KEYS[1], 'x')", 1, 'key'), {
    message: /READONLY/,
  })
  await isClosed
  t.is(troubles.length, 1)
})

test('a connection that only reads, or does nothing, learns that its server became a replica', async (t) => {
  const { redis, troubles, report } = await start(t)
  const client = producerConnection(redis.url, { commandTimeoutMs: 2_000, report })
  t.teardown(() => client.disconnect())
  await until('ready', () => client.status === 'ready')
  const isClosed = closed(client)
  await demote(redis)
  await isClosed
  t.is(troubles[0], 'READONLY the server is a replica')
})

test('a connection to a replica is never ready, and is as soon as the server takes writes', async (t) => {
  const { redis, troubles, report } = await start(t)
  await demote(redis)
  const client = workerConnection(redis.url, report)
  t.teardown(() => client.disconnect())
  let isReady = false
  client.on('ready', () => (isReady = true))
  const stored = client.set('key', 'value')
  await until('several attempts', () => troubles.length >= 3)
  t.false(isReady)
  t.true(troubles.every((trouble) => trouble === 'READONLY the server is a replica'))
  await redis.command('REPLICAOF', 'NO', 'ONE')
  t.is(await stored, 'OK', 'the write waited for it')
})

test('the copy on which a worker waits for jobs is given up when Redis does not respond', async (t) => {
  const { redis, report } = await start(t)
  const proxy = await startTcpProxy(redis.url)
  const client = workerConnection(proxy.url, report)
  const copy = client.duplicate()
  const errors: string[] = []
  copy.on('error', ({ message }: Error) => void errors.push(message))
  t.teardown(async () => {
    copy.disconnect()
    await proxy.close()
  })
  t.is(await copy.bzpopmin('none', 0.1), null)
  client.disconnect() // only the copy is in the hole
  await until('alone', () => proxy.open === 1)
  proxy.blackHole()
  const popped = copy.bzpopmin('none', 10)
  await redis.command('ZADD', 'none', '1', 'one')
  await until('silence', () => errors.some((text) => text.startsWith('Socket timeout')), { withinMs: 15_000 })
  t.deepEqual(await popped, ['none', 'one', '1'])
})

test('the copies are opened again when their connection does not respond', async (t) => {
  const { redis, report } = await start(t)
  const proxy = await startTcpProxy(redis.url)
  const client = workerConnection(proxy.url, report)
  const copy = client.duplicate()
  const errors: string[] = []
  copy.on('error', ({ message }: Error) => void errors.push(message))
  t.teardown(async () => {
    client.disconnect()
    copy.disconnect()
    await proxy.close()
  })
  t.is(await copy.bzpopmin('none', 0.1), null)
  proxy.blackHole()
  const popped = copy.bzpopmin('none', 10)
  await redis.command('ZADD', 'none', '1', 'one')
  t.deepEqual(await popped, ['none', 'one', '1'])
  t.deepEqual(errors, [], 'before its own time was up')
})

test('the copies follow when the address leads to another server', async (t) => {
  const [{ redis, troubles, report }, { redis: other }] = await Promise.all([start(t), start(t)])
  const proxy = await startTcpProxy(redis.url)
  const client = workerConnection(proxy.url, report)
  const copy = client.duplicate()
  t.teardown(async () => {
    client.disconnect()
    copy.disconnect()
    await proxy.close()
  })
  t.is(await copy.bzpopmin('none', 0.1), null)
  proxy.switchTarget(other.url)
  await until('it is noticed', () => troubles.length > 0, { withinMs: 20_000 })
  const popped = copy.bzpopmin('none', 10)
  await other.command('ZADD', 'none', '1', 'one')
  t.deepEqual(await popped, ['none', 'one', '1'])
})
