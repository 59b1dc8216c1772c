/** One Pagebeat on a host: its own database and queues, a receiver, workers and a queue monitor as processes of the package. */
import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { findFreePort } from '../sandbox/servers/free-port.ts'
import { untilUp } from '../sandbox/until-up.ts'
import { migrateToLatest } from '../src/db/migrations/migrate.ts'
import type { Host } from './host.ts'
import type { WorkerProcess } from './layout.ts'
import { watchQueues } from './queue-watch.ts'
import { appSecret, verifyToken } from './secrets.ts'

export interface InstallationOptions {
  /** Names the database, the queues and, with `isAlone: false`, the processes. */
  readonly name: string
  /** False: other installations run on the host at the same time. */
  readonly isAlone?: boolean
  /** Where the processes find the servers, if not at the host's own addresses. */
  readonly addresses?: Readonly<Record<'redisUrl' | 'databaseUrl', string>>
  /** Options of Node for the processes: a profiler, for example. */
  readonly nodeArgs?: readonly string[]
  /** The file of another version of Pagebeat, which this installation is of. Absent: of this one. */
  readonly program?: string | undefined
}

export interface WorkerOptions extends Pick<InstallationOptions, 'nodeArgs'> {
  /** Of the workers' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Jobs of a stage under way at once. */
  readonly concurrency?: number
}

export type Installation = Awaited<ReturnType<typeof createInstallation>>

export async function createInstallation(host: Host, options: InstallationOptions) {
  const { servers, processes, redis } = host
  const { name, isAlone = true, nodeArgs = [], addresses = servers, program } = options
  const databaseUrl = await createTrialDatabase(servers.databaseUrl, name, program)
  const port = await findFreePort()
  const prefix = `{${name}}`
  const queues = watchQueues(redis, prefix)
  const started: string[] = []
  const workerNames: string[] = []
  const fullName = (process: string): string => (isAlone ? process : `${name} ${process}`)
  const reached = new URL(addresses.databaseUrl)
  reached.pathname = new URL(databaseUrl).pathname
  const common = { REDIS_URL: addresses.redisUrl, PAGEBEAT_QUEUE_PREFIX: prefix, LOG_LEVEL: 'warn' }
  const untilReceiving = () => untilUp([`http://127.0.0.1:${port}/readyz`], { processes })

  function start(process: string, launch: Parameters<typeof processes.start>[1]): void {
    started.push(fullName(process))
    processes.start(fullName(process), launch)
  }

  return {
    name,
    databaseUrl,
    /** Of the keys in Redis. */
    prefix,
    port,
    webhookUrl: `http://127.0.0.1:${port}/webhook`,
    queues,
    /** A process by its name here: `receiver`, `worker 1`, `stitch 2`. */
    pidOf: (process: string) => processes.pidOf(fullName(process)),
    signal: (process: string, signal: NodeJS.Signals) => processes.signal(fullName(process), signal),
    untilReceiving,
    /** The receiver takes deliveries. */
    async startReceiver(): Promise<void> {
      const facebook = { FACEBOOK_APP_SECRET: appSecret, FACEBOOK_VERIFY_TOKEN: verifyToken }
      const place = { PORT: String(port), HOST: '127.0.0.1' }
      start('receiver', { program, args: ['receive'], env: { ...common, ...facebook, ...place }, nodeArgs })
      await untilReceiving()
    },
    /** Any other program in a place of its own: a peer that is compared with Pagebeat. */
    startOther: (process: string, script: string, args: readonly string[]) =>
      start(process, { script, args, nodeArgs }),
    /** Resolves to the address of the queue monitor, which is up then. */
    async startBoard(): Promise<string> {
      const boardPort = await findFreePort()
      const place = { BOARD_PORT: String(boardPort), BOARD_HOST: '127.0.0.1' }
      start('board', {
        program,
        args: ['board'],
        env: { ...common, DATABASE_URL: databaseUrl, ...place },
        nodeArgs,
      })
      await untilUp([`http://127.0.0.1:${boardPort}/healthz`], { processes })
      return `http://127.0.0.1:${boardPort}`
    },
    /** The workers wait for jobs. */
    async startWorkers(
      workers: readonly WorkerProcess[],
      { concurrency, env = {}, nodeArgs: more = [] }: WorkerOptions = {},
    ): Promise<void> {
      const jobs = concurrency === undefined ? {} : { PAGEBEAT_CONCURRENCY: String(concurrency) }
      for (const { name: worker, stages } of workers) {
        workerNames.push(fullName(worker))
        start(worker, {
          program,
          args: ['work', ...stages],
          env: { ...common, DATABASE_URL: reached.href, ...jobs, ...env },
          nodeArgs: [...nodeArgs, ...more],
        })
      }
      await queues.untilStaffed(workers).catch(async (cause: Error) => {
        const log = (await processes.readLog()).slice(-10).join('\n')
        throw new Error(`${cause.message}. The last lines of the log:\n${log}`, { cause })
      })
    },
    /** The workers have finished their jobs and have ended. */
    stopWorkers: () => processes.stop(workerNames),
    /** True when no job is left, and none of what `others` counts; false when that has not become less for `ms`. */
    async untilQuiet(ms: number, others = async () => 0): Promise<boolean> {
      let [least, since] = [Infinity, Date.now()]
      for (let quiet = 0; quiet < 3;) {
        const left = await others()
        const isQuiet = left === 0 && Object.keys(await queues.countOpen()).length === 0
        quiet = isQuiet ? quiet + 1 : 0
        if (left < least) [least, since] = [left, Date.now()]
        if (Date.now() - since > ms) return false
        await pause(100)
      }
      return true
    },
    /** Its processes have ended in order. */
    async stop(): Promise<void> {
      await processes.stop(started.splice(0))
      await queues.close()
    },
  }
}

/** A new database on the server, with all migrations of the version applied; resolves to its URL. */
async function createTrialDatabase(serverUrl: string, name: string, program?: string): Promise<string> {
  const connection = await createConnection(serverUrl)
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`)
  await connection.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  if (program === undefined) await migrateToLatest({ databaseUrl: url.href })
  else {
    const env = { ...process.env, DATABASE_URL: url.href }
    await promisify(execFile)(process.execPath, [program, 'migrate'], { env })
  }
  return url.href
}
