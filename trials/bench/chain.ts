/** A receiver, a worker process with all stages and a database: the whole way from a webhook to its rows. */
import { startReceiver } from './ack.ts'
import type { Bench } from './bench-context.ts'
import { type BenchDatabase, createBenchDatabase } from './bench-database.ts'
import { type Program, startProgram } from './program.ts'

export interface Chain {
  readonly name: string
  readonly receiver: Program
  readonly worker: Program
  readonly database: BenchDatabase
  /** Jobs that wait or are under way, in all stages. */
  jobsLeft(): Promise<number>
  stop(): Promise<void>
}

const stages = ['parse', 'stitch', 'receipts']

/** Pagebeat as it is delivered: `pagebeat receive` and one `pagebeat work`. */
export async function startPagebeat(bench: Bench, name: string): Promise<Chain> {
  const prefix = `{${bench.name}-${name}}`
  const database = await createBenchDatabase(bench, name)
  const work = {
    args: ['work'],
    nodeArgs: bench.workerArgs,
    env: {
      REDIS_URL: bench.servers.redisUrl,
      DATABASE_URL: database.url,
      PAGEBEAT_QUEUE_PREFIX: prefix,
      LOG_LEVEL: 'info',
    },
    readyWhen: 'working',
  }
  const [receiver, worker] = await Promise.all([
    startReceiver(bench, prefix),
    startProgram('bin/pagebeat.ts', work),
  ])
  return chainOf(bench, { name, prefix, receiver, worker, database })
}

/** The plain design: Express, one job an event a stage, rows one by one. */
export async function startPlain(bench: Bench, name: string): Promise<Chain> {
  const prefix = `{${bench.name}-${name}}`
  const database = await createBenchDatabase(bench, name)
  const { redisUrl } = bench.servers
  const [receiver, worker] = await Promise.all([
    startProgram('trials/bench/baseline-express-server.ts', { args: [redisUrl, prefix], readyWhen: 'ready' }),
    startProgram('trials/bench/baseline-worker.ts', {
      args: [redisUrl, prefix, database.url],
      readyWhen: 'ready',
    }),
  ])
  return chainOf(bench, { name, prefix, receiver, worker, database })
}

function chainOf(
  { redis }: Bench,
  { prefix, ...chain }: Pick<Chain, 'name' | 'receiver' | 'worker' | 'database'> & { prefix: string },
): Chain {
  return {
    ...chain,
    async jobsLeft() {
      const pipeline = redis.pipeline()
      for (const stage of stages) {
        for (const list of ['wait', 'active']) pipeline.llen(`${prefix}:${stage}:${list}`)
        pipeline.zcard(`${prefix}:${stage}:delayed`)
      }
      const answers = (await pipeline.exec()) ?? []
      return answers.reduce((sum, [, count]) => sum + Number(count), 0)
    },
    async stop() {
      await Promise.all([chain.receiver.stop(), chain.worker.stop()])
      await chain.database.drop()
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...keys.map(String))
      }
    },
  }
}
