import { Agent } from 'node:http'
import test from 'ava'
import { startReceiverProcess } from './receiver-process.ts'
import { post, send } from './http.ts'
import { type OwnRedis, startOwnRedis } from './own-redis.ts'
import { until } from '../helpers/until.ts'

const servers = new Set<OwnRedis>()
test.after.always(() => Promise.all([...servers].map((server) => server.stop())))

async function ownRedis(args?: readonly string[]): Promise<OwnRedis> {
  const redis = await startOwnRedis(args)
  servers.add(redis)
  return redis
}

function bodyOf(name: string): string {
  return `{"object":"page","entry":[{"id":"${name}"}]}`
}

/** Deliveries that no reply depends on, which travel in another way. */
function receiptOf(name: string): string {
  return `{"object":"page","entry":[{"id":"${name}","messaging":[{"read":{"watermark":1}}]}]}`
}

/** The status of a delivery and a receipt with this name: that of the first refusal, else 200. */
async function statusOf(port: number, name: string): Promise<number> {
  let worst = 200
  for (const body of [bodyOf(name), receiptOf(name)]) {
    const { status, headers } = await post(port, body)
    if (status === 503 && headers['retry-after'] !== '1') throw new Error('503 without Retry-After')
    if (worst === 200) worst = status
  }
  return worst
}

/** Waits until the receiver is ready again by itself, and sends the delivery with this name until it is stored. */
async function recovers(port: number, name: string): Promise<number> {
  await until('ready', async () => (await send(port, { path: '/readyz' })).status === 200)
  let status = 503
  await until('stored', async () => {
    status = await statusOf(port, name)
    return status !== 503
  })
  return status
}

async function stored(redis: OwnRedis): Promise<readonly string[]> {
  return (await redis.groups()).flat().map(({ body }) => body)
}

test.serial(
  'responds with 503 while Redis is dead, frozen or full, and recovers by itself each time',
  async (t) => {
    const redis = await ownRedis()
    const receiver = await startReceiverProcess(redis.url)
    const { port } = receiver
    t.is(await recovers(port, 'calm'), 200)

    await redis.control.kill()
    t.is(await statusOf(port, 'while dead'), 503)
    t.is((await send(port, { path: '/readyz' })).status, 503)
    t.is((await send(port, { path: '/healthz' })).status, 200)
    await redis.control.restart()
    t.is(await recovers(port, 'after death'), 200)

    await redis.control.kill('SIGSTOP')
    const frozen = await Promise.all(
      Array.from({ length: 20 }, (_, index) => statusOf(port, `while frozen ${index}`)),
    )
    t.deepEqual(new Set(frozen), new Set([503]))
    t.is(await statusOf(port, 'while known to be frozen'), 503)
    await redis.control.kill('SIGCONT')
    t.is(await recovers(port, 'after frost'), 200)

    await redis.command('CONFIG', 'SET', 'maxmemory', '1')
    t.is(await statusOf(port, 'while full'), 503)
    await until('known to be full', async () => (await send(port, { path: '/readyz' })).text.includes('full'))
    t.is(await statusOf(port, 'while known to be full'), 503)
    await redis.command('CONFIG', 'SET', 'maxmemory', '0')
    t.is(await recovers(port, 'after room was made'), 200)

    const bodies = new Set(await stored(redis))
    for (const name of ['calm', 'after death', 'after frost', 'after room was made'])
      for (const body of [bodyOf(name), receiptOf(name)]) t.true(bodies.has(body), body)
    for (const name of ['while dead', 'while full', 'while known to be full'])
      for (const body of [bodyOf(name), receiptOf(name)]) t.false(bodies.has(body), body)
    t.is(await receiver.stop(), 0)
  },
)

test.serial(
  'starts while Redis is down, responds with 503, and stores deliveries as soon as Redis is up',
  async (t) => {
    const redis = await ownRedis()
    await redis.control.kill()
    const receiver = await startReceiverProcess(redis.url)
    t.is(await statusOf(receiver.port, 'at boot'), 503)
    t.regex((await send(receiver.port, { path: '/readyz' })).text, /^Redis /)
    await redis.control.restart()
    t.is(await recovers(receiver.port, 'later'), 200)
    t.deepEqual(new Set(await stored(redis)), new Set([bodyOf('later'), receiptOf('later')]))
    t.is(await receiver.stop(), 0)
  },
)

test.serial('turns to 503 when Redis loses its durability while it runs', async (t) => {
  const redis = await ownRedis()
  const receiver = await startReceiverProcess(redis.url)
  t.is(await recovers(receiver.port, 'durable'), 200)
  await redis.command('CONFIG', 'SET', 'appendfsync', 'everysec')
  await until('noticed', async () => (await statusOf(receiver.port, 'volatile')) === 503)
  await redis.command('CONFIG', 'SET', 'appendfsync', 'always')
  t.is(await recovers(receiver.port, 'durable again'), 200)
  t.is(await receiver.stop(), 0)
})

for (const [what, toBody] of Object.entries({ deliveries: bodyOf, receipts: receiptOf }))
  test.serial(
    `has the ${what} on disk to which it responded with 200, however often Redis is killed`,
    async (t) => {
      const redis = await ownRedis()
      const receiver = await startReceiverProcess(redis.url)
      const agent = new Agent({ keepAlive: true, maxSockets: 30 })
      t.teardown(() => agent.destroy())
      const acked: string[] = []
      for (let round = 0; round < 5; round++) {
        await recovers(receiver.port, `round ${round}`)
        let answered = 0
        const enough = Promise.withResolvers<void>()
        const posts = Array.from({ length: 400 }, async (_, index) => {
          const body = toBody(`${round}-${index}`)
          const { status } = await post(receiver.port, body, { agent })
          if (status === 200) acked.push(body)
          else if (status !== 503) t.fail(`answered ${status}`)
          if (++answered === 100 + round * 50) enough.resolve()
        })
        await enough.promise
        await redis.control.kill()
        await Promise.all(posts)
        await redis.control.restart()
      }
      const bodies = new Set(await stored(redis))
      t.deepEqual(
        acked.filter((body) => !bodies.has(body)),
        [],
      )
      t.true(acked.length >= 5 * 50, `${acked.length} acked`)
      t.is(await receiver.stop(), 0)
    },
  )

test.serial('stores many concurrent deliveries in few jobs, each in the order of arrival', async (t) => {
  const redis = await ownRedis()
  const receiver = await startReceiverProcess(redis.url)
  await recovers(receiver.port, 'first')
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  t.teardown(() => agent.destroy())
  const names = Array.from({ length: 1000 }, (_, index) => `n${index}`)
  await Promise.all(
    names.map((name) =>
      until(
        `${name} stored`,
        async () => (await post(receiver.port, bodyOf(name), { agent })).status === 200,
      ),
    ),
  )
  const groups = await redis.groups()
  // A slow machine may have responded with 503 to a delivery that was stored.
  const bodies = new Set(groups.flat().map(({ body }) => body))
  t.deepEqual([...bodies].toSorted(), [...names.map(bodyOf), bodyOf('first'), receiptOf('first')].toSorted())
  t.true(groups.length < names.length / 3, `${groups.length} jobs`)
  for (const group of groups)
    t.deepEqual(
      group.map(({ at }) => at),
      group.map(({ at }) => at).toSorted((a, b) => a - b),
    )
  t.is(await receiver.stop(), 0)
})
