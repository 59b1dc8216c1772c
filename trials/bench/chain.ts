/** A receiver, a worker process with all stages and a database: the whole way from a webhook to its rows. */
import { createConnection } from 'mysql2/promise'
import { untilUp } from '../../sandbox/until-up.ts'
import { trackingStageNames } from '../../workers/pipeline.ts'
import type { OpenStream } from '../console/open-stream.ts'
import { startOpenConsole } from '../console/start-console.ts'
import { cpuOf, cpuOfRedis } from '../cpu.ts'
import { createInstallation, type Installation } from '../installation.ts'
import { workersOf } from '../layout.ts'
import type { Bench } from './bench-context.ts'

export type Chain = Awaited<ReturnType<typeof chainOf>>

/**
 * Pagebeat as it is delivered: `pagebeat receive` and one `pagebeat work`. `hasConsole`: and an open page of the console;
 * `program`: the file of another version.
 */
export async function startPagebeat(
  bench: Bench,
  name: string,
  { hasConsole = false, program }: { readonly hasConsole?: boolean; readonly program?: string } = {},
): Promise<Chain> {
  const installation = await createInstallation(bench.host, { ...optionsOf(bench, name), program })
  await Promise.all([
    installation.startReceiver(),
    installation.startWorkers(workersOf('one', { workers: 1, only: trackingStageNames })),
  ])
  const page = hasConsole ? await startOpenConsole(bench.host, installation) : undefined
  return await chainOf(bench, name, installation, page)
}

/** The plain design: Express, one job an event a stage, rows one by one. */
export async function startPlain(bench: Bench, name: string): Promise<Chain> {
  const installation = await createInstallation(bench.host, optionsOf(bench, name))
  const { prefix, databaseUrl } = installation
  const { redisUrl } = bench.host.servers
  await startPeer(bench, installation, ['trials/bench/baseline-express-server.ts', redisUrl, prefix])
  installation.startOther('worker 1', 'trials/bench/baseline-worker.ts', [redisUrl, prefix, databaseUrl])
  await installation.queues.untilStaffed([{ name: 'worker 1', stages: trackingStageNames }])
  return await chainOf(bench, name, installation)
}

export function optionsOf({ name, nodeArgs }: Bench, part: string) {
  return { name: `${name}_${part}`, isAlone: false, nodeArgs }
}

/** Another receiver at the port of the installation, and ready. */
export async function startPeer(
  { host }: Bench,
  installation: Installation,
  [script, ...args]: readonly [string, ...string[]],
): Promise<void> {
  const { port } = installation
  installation.startOther('receiver', script, [String(port), ...args])
  await untilUp([`http://127.0.0.1:${port}/`], { processes: host.processes, answer: 'any' })
}

async function chainOf({ host }: Bench, name: string, installation: Installation, page?: OpenStream) {
  const { prefix, port, databaseUrl } = installation
  const { redis } = host
  const database = await createConnection({ uri: databaseUrl, timezone: 'Z' })
  await database.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return {
    name,
    port,
    databaseUrl,
    database,
    /** Processor time of receiver, worker, Redis and MariaDB, µs. */
    readCpu: async () => ({
      receiver: cpuOf(installation.pidOf('receiver') ?? 0),
      worker: cpuOf(installation.pidOf('worker 1') ?? 0),
      redis: await cpuOfRedis(redis),
      mariadb: cpuOf(host.servers.mariadb.pid ?? 0),
    }),
    /** Jobs that wait or are under way, in all stages. */
    async jobsLeft(): Promise<number> {
      const pipeline = redis.pipeline()
      for (const stage of trackingStageNames) {
        for (const list of ['wait', 'active']) pipeline.llen(`${prefix}:${stage}:${list}`)
        pipeline.zcard(`${prefix}:${stage}:delayed`)
      }
      const answers = (await pipeline.exec()) ?? []
      return answers.reduce((sum, [, count]) => sum + Number(count), 0)
    },
    /** The processes have ended, and database and keys are gone. */
    async stop(): Promise<void> {
      page?.close()
      await installation.stop()
      await database.query(`DROP DATABASE ${installation.name}`)
      await database.end()
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...keys.map(String))
      }
    },
  }
}
