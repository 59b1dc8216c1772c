import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import test from 'ava'
import { createEmptyTestDatabase, createTestDatabase } from '../../helpers/database.ts'
import { createTestRedis } from '../../helpers/redis.ts'
import { requireServerUrl } from '../../helpers/server-url.ts'
import { runToEnd, startWork } from '../run-to-end.ts'

test('refuses to work on a database that is not migrated, and names the command', async (t) => {
  const database = await createEmptyTestDatabase()
  t.teardown(() => database.drop())
  const env = { DATABASE_URL: database.url, REDIS_URL: requireServerUrl('REDIS_URL') }
  const { status, stderr } = await runToEnd(['work'], env)
  t.is(status, 78)
  t.regex(stderr, /Run `pagebeat migrate`/)
})

test('waits for a database that does not answer yet, logs it, and stops on SIGTERM', async (t) => {
  const redis = await createTestRedis()
  t.teardown(() => redis.close())
  const env = { REDIS_URL: redis.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix }
  const never = startWork(t, { ...env, DATABASE_URL: 'mysql://root:hunter2@127.0.0.1:1/x' })
  await never.until('waiting for the database')
  t.is(await never.stop(), 0)

  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  const real = new URL(database.url)
  const gate = createServer()
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  const address = gate.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  gate.close()
  const url = new URL(database.url)
  url.port = String(port)
  const worker = startWork(t, { ...env, DATABASE_URL: url.href })
  await worker.until('"reason":"ECONNREFUSED"')
  const proxy = createServer((socket) => {
    const onward = connect(Number(real.port), real.hostname)
    socket.pipe(onward).pipe(socket)
    for (const end of [socket, onward]) end.on('error', () => undefined)
  })
  proxy.listen(port, '127.0.0.1')
  await worker.until('"working"')
  t.is(await worker.stop(), 0)
  proxy.close()
})
