/** (a) Durable acks: our receiver against a bare server that stores nothing, and against an Express server with a job a request. */
import { Queue } from 'bullmq'
import { type Bench, requireAll } from './bench-context.ts'
import { cpuEach, cpuOf, cpuOfRedis } from '../cpu.ts'
import { createInstallation, type Installation } from '../installation.ts'
import { optionsOf, startPeer } from './chain.ts'
import { contend, type Sample } from './rounds.ts'
import { atLeast, type Finding } from './verdict.ts'

const connections = 64
const names = ['pagebeat', 'bare', 'express'] as const
type Name = (typeof names)[number]

export async function benchAcks(bench: Bench): Promise<Finding[]> {
  const { seconds, rounds } = bench.sizes.acks
  const { events, bytes } = await bench.load.prepare({
    of: 'typical',
    seed: 'acks',
    events: bench.sizes.acks.distinct,
    batch: [1, 1],
    people: 10_000,
    baseTime: Date.now(),
  })
  console.log(
    `(a) ${connections} connections, ${events} different POSTs of ${Math.round(bytes / events)} bytes, ${rounds} rounds of ${seconds} s`,
  )
  const servers = await startServers(bench)
  try {
    const measure = (name: Name, forSeconds: number): Promise<Sample> =>
      measureOne(bench, { name, servers, seconds: forSeconds })
    for (const name of names) await measure(name, Math.min(6, seconds * 2))
    const compare = await contend(bench, {
      contenders: names,
      rounds,
      title: '(a) durable acks, one process each, medians; CPU in µs an ack',
      measure: (name) => measure(name, seconds),
    })
    const [bare, express] = [compare('pagebeat', 'bare'), compare('pagebeat', 'express')]
    return [
      atLeast('a', 'acks: Pagebeat / bare node:http', bare, { target: 0.45, aim: 0.6 }),
      atLeast('a', 'acks: Pagebeat / Express with queue.add', express, { target: 2.5, aim: 3.5 }),
    ]
  } finally {
    await Promise.all(names.map((name) => servers[name].stop()))
  }
}

async function startServers(bench: Bench): Promise<Record<Name, Installation>> {
  const create = (name: Name) => createInstallation(bench.host, optionsOf(bench, `ack_${name}`))
  const [pagebeat, bare, express] = [await create('pagebeat'), await create('bare'), await create('express')]
  await Promise.all([
    pagebeat.startReceiver(),
    startPeer(bench, bare, ['trials/bench/baseline-bare-server.ts']),
    startPeer(bench, express, [
      'trials/bench/baseline-express-server.ts',
      bench.host.servers.redisUrl,
      express.prefix,
    ]),
  ])
  return { pagebeat, bare, express }
}

async function measureOne(
  bench: Bench,
  { name, servers, seconds }: { name: Name; servers: Record<Name, Installation>; seconds: number },
): Promise<Sample> {
  const { port, prefix, pidOf } = servers[name]
  const { redis } = bench.host
  const read = async () => ({ server: cpuOf(pidOf('receiver') ?? 0), redis: await cpuOfRedis(redis) })
  const before = await read()
  const result = await bench.load.run({ port, connections, pace: { until: 'seconds', seconds } })
  const used = cpuEach(before, await read(), result.acked)
  requireAll({
    what: `acks of ${name}`,
    acked: result.acked,
    stored: name === 'bare' ? result.acked : await takeStored(bench, prefix),
    refused: result.refused,
  })
  return {
    perSecond: result.acked / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    ...used,
    generator: result.cpuMicros / result.acked,
  }
}

/** How many deliveries are in the queue; it is empty afterwards. */
async function takeStored({ host: { redis } }: Bench, prefix: string): Promise<number> {
  const ids = await redis.lrange(`${prefix}:parse:wait`, 0, -1)
  const pipeline = redis.pipeline()
  for (const id of ids) pipeline.hget(`${prefix}:parse:${id}`, 'data')
  const answers = (await pipeline.exec()) ?? []
  const stored = answers.reduce(
    (sum, [, data]) => sum + deliveriesIn(typeof data === 'string' ? data : '{}'),
    0,
  )
  const queue = new Queue('parse', { connection: redis, prefix })
  await queue.drain()
  await queue.close()
  return stored
}

/** A job of ours holds many deliveries, one of the peer's is a delivery. */
function deliveriesIn(data: string): number {
  const job: { readonly deliveries?: readonly unknown[]; readonly body?: unknown } = JSON.parse(data)
  return job.deliveries?.length ?? (job.body === undefined ? 0 : 1)
}
