import { Agent } from 'node:http'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { startPagebeat } from '../../helpers/running-program.ts'
import { until } from '../../helpers/until.ts'
import { post, send } from '../http.ts'
import { type OwnRedis, startOwnRedis } from '../own-redis.ts'
import { receiverEnv, startReceiverProcess } from '../receiver-process.ts'

const redis = await startOwnRedis()
test.after.always(() => redis.stop())

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-receiver-spool-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return path.join(folder, 'spool')
}

/** Every second one is a receipt, which travels to Redis in another way. */
function bodyOf(name: string): string {
  return name.length % 2 === 0
    ? `{"object":"page","entry":[{"id":"${name}"}]}`
    : `{"object":"page","entry":[{"id":"${name}","messaging":[{"read":{"watermark":1}}]}]}`
}

async function ready(port: number): Promise<number> {
  return (await send(port, { path: '/readyz' })).status
}

async function bodiesIn(own: OwnRedis): Promise<string[]> {
  return (await own.groups()).flat().map(({ body }) => body)
}

function journals(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.journal'))
}

test.serial(
  'acknowledges while Redis is away or frozen, and Redis has each delivery once it is back',
  async (t) => {
    const folder = folderOf(t)
    const receiver = await startReceiverProcess(redis.url, { RECEIVER_SPOOL: folder })
    await until('ready', async () => (await ready(receiver.port)) === 200)
    const acked: string[] = []
    const deliver = async (name: string): Promise<void> => {
      const body = bodyOf(name)
      // A very slow disk may need a second attempt. Without a spool, no attempt would succeed.
      await until(name, async () => (await post(receiver.port, body)).status === 200)
      acked.push(body)
    }
    await deliver('calm')
    await until('not in the spool', () => journals(folder).length === 0)

    await redis.control.kill()
    for (let index = 0; index < 50; index += 1) await deliver(`away-${index}`)
    t.is(await ready(receiver.port), 200)
    t.true(journals(folder).length > 0)
    await redis.control.restart()
    await receiver.until(/"deliveries":\d+,.*the spool is empty/)

    await redis.control.kill('SIGSTOP')
    await Promise.all(Array.from({ length: 20 }, (_, index) => deliver(`frozen-${index}`)))
    t.is(await ready(receiver.port), 200)
    await redis.control.kill('SIGCONT')
    await until('empty', () => journals(folder).length === 0)
    await deliver('live')

    const found = await bodiesIn(redis)
    t.deepEqual(
      acked.filter((body) => !found.includes(body)),
      [],
    )
    t.regex(receiver.output(), /deliveries go to the spool: Redis did not take them/)
    t.is(await receiver.stop(), 0)
    t.deepEqual(readdirSync(folder), [], 'the lock is released')
  },
)

test.serial(
  'has every delivery that it acknowledged, however often it is killed while Redis is away',
  async (t) => {
    const folder = folderOf(t)
    await redis.control.kill()
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    t.teardown(() => agent.destroy())
    const acked: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const receiver = await startReceiverProcess(redis.url, { RECEIVER_SPOOL: folder })
      const enough = Promise.withResolvers<void>()
      const before = acked.length
      const posts = Array.from({ length: 400 }, async (_, index) => {
        const body = bodyOf(`kill-${round}-${index}`)
        const status = await post(receiver.port, body, { agent }).then(
          (response) => response.status,
          () => 0, // its connection ended with the receiver
        )
        if (status === 200) acked.push(body)
        else t.true(status === 0 || status === 503, String(status))
        if (acked.length >= before + 50) enough.resolve()
      })
      await Promise.race([enough.promise, Promise.all(posts)])
      receiver.child.kill('SIGKILL')
      await Promise.all(posts)
      await receiver.exited
    }
    t.true(acked.length >= 3)
    const last = await startReceiverProcess(redis.url, { RECEIVER_SPOOL: folder })
    t.regex(last.output(), /the spool holds deliveries of the last run/)
    await redis.control.restart()
    await until('drained', () => journals(folder).length === 0)
    const found = new Set(await bodiesIn(redis))
    t.deepEqual(
      acked.filter((body) => !found.has(body)),
      [],
    )
    t.is(await last.stop(), 0)
  },
)

test.serial('responds with 503 and is not ready when neither Redis nor the spool has room', async (t) => {
  const folder = folderOf(t)
  await redis.control.kill()
  const receiver = await startReceiverProcess(redis.url, {
    RECEIVER_SPOOL: folder,
    RECEIVER_SPOOL_BYTES: '10000',
  })
  const acked: string[] = []
  await until('full', async () => {
    const body = bodyOf(`full-${acked.length}`)
    if ((await post(receiver.port, body)).status === 200) acked.push(body)
    return /^Redis .*, and the spool is full$/.test((await send(receiver.port, { path: '/readyz' })).text)
  })
  t.is(await ready(receiver.port), 503)
  const refused = await post(receiver.port, `${bodyOf('refused')}${' '.repeat(10_000)}`)
  t.deepEqual([refused.status, refused.headers['retry-after']], [503, '1'])
  t.regex(receiver.output(), /neither Redis nor the spool took a delivery/)
  await redis.control.restart()
  await until('ready', async () => (await ready(receiver.port)) === 200 && journals(folder).length === 0)
  const found = await bodiesIn(redis)
  t.deepEqual(
    acked.filter((body) => !found.includes(body)),
    [],
  )
  t.is(await receiver.stop(), 0)
})

test.serial(
  'is off by default, and a folder that cannot be had is a mistake of the configuration',
  async (t) => {
    const folder = folderOf(t)
    const holder = await startReceiverProcess(redis.url, { RECEIVER_SPOOL: folder })
    const second = startPagebeat(['receive'], receiverEnv(redis.url, { RECEIVER_SPOOL: folder }))
    t.is(await second.exited, 78)
    t.regex(second.output(), /RECEIVER_SPOOL: .* in use by process \d+ .*folder of its own/)
    t.is(await holder.stop(), 0)

    const file = path.join(folder, 'a-file')
    writeFileSync(file, '')
    chmodSync(file, 0o400)
    const third = startPagebeat(
      ['receive'],
      receiverEnv(redis.url, { RECEIVER_SPOOL: path.join(file, 'spool') }),
    )
    t.is(await third.exited, 78)
    t.regex(third.output(), /RECEIVER_SPOOL: ENOTDIR/)

    const without = await startReceiverProcess(redis.url)
    await redis.control.kill()
    t.is((await post(without.port, bodyOf('off'))).status, 503)
    await redis.control.restart()
    t.is(await without.stop(), 0)
  },
)
