/** Where a case plays: Pagebeat as compose runs it, its stores behind addresses that can lead elsewhere, and live traffic. */
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { type StoreName, StoreMissingError, stores } from '../../sandbox/servers/stores.ts'
import { startServers, type Servers } from '../../sandbox/servers/start-servers.ts'
import { chatter, createWriters, inTurn, type Written } from '../converse/chatter.ts'
import { query, openDatabase, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { setClock } from '../converse/preload-clock.ts'
import { openSetup, type Setup } from '../converse/setup.ts'
import { openHost } from '../host.ts'
import type { Layout } from '../layout.ts'
import { type Pulses, startPulses } from './pulses.ts'
import { NotHereError } from './not-here.ts'
import { slowFsync } from './slow-fsync.ts'
import { type Sampling, startSampling } from './samples.ts'
import { databaseArgs, type DatabaseSite, openDatabaseSite, openRedisSite, type RedisSite } from './sites.ts'

export interface SceneOptions {
  readonly seed: string
  readonly layout: Layout
  /** Both stores get a replica. */
  readonly replicas: boolean
  readonly databaseServer?: StoreName
  /** `setClock` works. */
  readonly setsClocks?: boolean
  readonly redisArgs?: readonly string[]
  /** Added to each fsync of a store. */
  readonly fsyncMs?: number
  /** Messages and reactions a second. */
  readonly messages: number
  readonly reactions: number
  readonly env?: Readonly<Record<string, string>>
  readonly say: (line: string) => void
}

/** A trouble, from its first to its last moment, ms since the epoch. */
export interface Trouble {
  readonly what: string
  readonly from: number
  to: number
}

export interface Scene {
  readonly setup: Setup
  readonly redis: RedisSite
  readonly database: DatabaseSite
  readonly pulses: Pulses
  readonly sampling: Sampling
  readonly troubles: readonly Trouble[]
  readonly say: (line: string) => void
  /** Marks the trouble in figures and charts. Recovery is measured from its end. */
  during(what: string, act: () => Promise<void>): Promise<void>
  calm(seconds: number): Promise<void>
  /** A moment later, the clock of this worker is ahead by `aheadSeconds`. */
  setClock(worker: string, aheadSeconds: number): void
  /** Traffic has ended; all that the customers wrote. */
  stopTraffic(): Promise<readonly Written[]>
  /** The trial's database at the server that takes writes now. */
  databaseUrl(): string
  close(): Promise<void>
}

/** An hour of Facebook's retries is two minutes of ours. */
const timeScale = 30
const people = 40

export async function openScene(options: SceneOptions): Promise<Scene> {
  const { seed, layout, replicas, redisArgs = [], databaseServer, say } = options
  const kind = databaseServer !== undefined && stores[databaseServer].kind === 'mysql' ? 'mysql' : 'mariadb'
  const serverEnv = options.fsyncMs === undefined ? {} : slowFsync(options.fsyncMs)
  const args = { redisArgs, mariadbArgs: replicas ? databaseArgs(1, kind) : [], serverEnv, databaseServer }
  const host = await openHost({ servers: 'own', ...args }).catch((error: unknown) => {
    if (error instanceof StoreMissingError) throw new NotHereError(error.message, { cause: error })
    throw error
  })
  const second: Servers | undefined = replicas
    ? await startServers({
        redisArgs,
        mariadbArgs: databaseArgs(2, kind),
        ...(databaseServer === undefined ? {} : { databaseServer }),
      })
    : undefined
  const redis = await openRedisSite(host.servers, second)
  const database = await openDatabaseSite(host.servers, second, kind)
  const addresses = { redisUrl: redis.proxy.url, databaseUrl: database.proxy.url }
  const setup = await openSetup({
    seed,
    pages: 2,
    layout,
    workers: 2,
    concurrency: 16,
    host,
    addresses,
    timeScale,
    env: options.env ?? {},
    ...(options.setsClocks === true ? { clockFolder: host.processes.folder } : {}),
  })
  const { graph, installation, pageIds } = setup
  const databaseUrl = (): string => {
    const url = new URL(database.url())
    url.pathname = new URL(installation.databaseUrl).pathname
    return url.href
  }
  const random = createRandom(`${seed} people`)
  const writers = createWriters(graph, { people, pageIds })
  const silence = new AbortController()
  const writing = chatter({
    graph,
    random,
    next: inTurn(writers, random),
    messages: Infinity,
    perSecond: options.messages,
    shuffleMs: 0,
    doubled: 0.05,
    signal: silence.signal,
  })
  const pulses = startPulses(installation.webhookUrl, {
    perSecond: options.reactions,
    page: pageIds[0] ?? '',
  })
  const troubles: Trouble[] = []
  const sampling = startSampling({
    readyUrl: `http://127.0.0.1:${installation.port}/readyz`,
    countRows: () => countRows(databaseUrl()),
    countReplies: () => graph.ledger.seen.length,
    receiverPid: () => installation.pidOf('receiver'),
    workerPids: () => setup.workers.map(({ name }) => installation.pidOf(name)),
  })
  return {
    setup,
    redis,
    database,
    pulses,
    sampling,
    troubles,
    say,
    databaseUrl,
    async during(what, act) {
      const trouble: Trouble = { what, from: Date.now(), to: Infinity }
      troubles.push(trouble)
      await act()
      trouble.to = Date.now()
    },
    calm: (seconds) => pause(seconds * 1_000),
    setClock(worker, aheadSeconds) {
      const pid = installation.pidOf(worker)
      if (pid !== undefined) setClock(host.processes.folder, pid, 1_000 * aheadSeconds)
    },
    async stopTraffic() {
      silence.abort()
      const [written] = await Promise.all([writing, pulses.stop(60_000)])
      return written
    },
    async close() {
      await sampling.stop()
      await setup.close()
      await Promise.all([redis.close(), database.close(), second?.stop()])
    },
  }
}

async function countRows(url: string): Promise<number | undefined> {
  const connection = await openDatabase(url).catch(() => undefined)
  if (connection === undefined) return undefined
  try {
    const [row] = await query(connection, 'SELECT COUNT(*) n FROM interaction')
    return row === undefined ? undefined : Number(textOf(row, 'n'))
  } catch {
    return undefined
  } finally {
    connection.destroy()
  }
}
