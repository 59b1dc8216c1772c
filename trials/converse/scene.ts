/** Where a converse program plays: servers, a receiver and workers of its own, and the simulated Facebook in this process. */
import { asPageId } from '../../src/domain/ids.ts'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Connection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { type Queues, watchQueues } from '../chaos/resume-watch.ts'
import { type Crew, startCrew } from '../../sandbox/processes.ts'
import { openDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import {
  type GraphOptions,
  type SimulatedGraph,
  startGraph,
} from '../../sandbox/facebook/graph-api/server.ts'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { type Servers, startServers } from '../../sandbox/servers/start-servers.ts'
import { readExposition, type Sample } from './exposition.ts'
import { startTroupe, type Troupe } from './troupe.ts'
import type { WorkerSettings } from './worker-settings.ts'

const appId = '4711'
const appSecret = 'converse app secret'

export interface SceneOptions {
  readonly seed: string
  readonly pages: number
  readonly workers: number
  /** Processes that wait to take the place of a dead one. */
  readonly spares?: number
  readonly concurrency: number
  readonly waits: Pick<WorkerSettings, 'sendMs' | 'claimMs' | 'graceMs' | 'giveUpMs'>
  readonly replyMinutes?: number
  readonly understand?: WorkerSettings['understand']
  /** Of the workers' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** With a board, which `readMetrics` needs. */
  readonly hasBoard?: boolean
  readonly graph?: Pick<GraphOptions, 'log' | 'limits' | 'rules'>
  readonly say: (line: string) => void
}

export interface Scene {
  readonly graph: SimulatedGraph
  readonly pageIds: readonly string[]
  readonly troupe: Troupe
  readonly queues: Queues
  readonly database: Connection
  readonly redis: Redis
  readonly servers: Servers
  readonly receiverPid: () => number | undefined
  /** What the board shows under `/metrics`, as Prometheus would read it. Throws where there is no board. */
  readMetrics(): Promise<readonly Sample[]>
  /** No worker runs any more; the rest is still there to be looked at. */
  dismissWorkers(): Promise<void>
  close(): Promise<void>
}

export async function openScene(options: SceneOptions): Promise<Scene> {
  delete process.env['REDIS_URL']
  delete process.env['DATABASE_URL']
  const servers = await startServers({ log: options.say })
  const crew = await startCrew()
  await migrateToLatest({ databaseUrl: servers.databaseUrl })
  const port = await findFreePort()
  const prefix = '{converse}'
  const pages = Array.from({ length: options.pages }, (_, index) => ({
    id: String(100_200_300_400_500n + BigInt(index)),
    name: `Page ${index + 1}`,
    token: `EAAB-page-${index + 1}`,
  }))
  const secretKey = randomBytes(32).toString('base64')
  await keepTokens(servers.databaseUrl, { pages, secretKey })
  crew.employ('receiver', ['receive'], {
    REDIS_URL: servers.redisUrl,
    PAGEBEAT_QUEUE_PREFIX: prefix,
    LOG_LEVEL: 'warn',
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: 'converse',
    PORT: String(port),
    HOST: '127.0.0.1',
  })
  const board = options.hasBoard === true ? await employBoard(crew, { servers, prefix }) : undefined
  await untilReady(`http://127.0.0.1:${port}/readyz`)
  if (board !== undefined) await untilReady(`${board}/healthz`)
  const graph = await startGraph({
    appId,
    appSecret,
    seed: options.seed,
    webhook: { url: `http://127.0.0.1:${port}/webhook`, secret: appSecret },
    pages,
    ...options.graph,
  })
  const troupe = await startTroupe(
    {
      redisUrl: servers.redisUrl,
      databaseUrl: servers.databaseUrl,
      prefix,
      graphUrl: graph.url,
      appId,
      appSecret,
      secretKey,
      understand: options.understand ?? 'none',
      concurrency: options.concurrency,
      replyMinutes: options.replyMinutes ?? 15,
      ...options.waits,
    },
    { size: options.workers, spares: options.spares ?? 0, env: options.env ?? {} },
  )
  const redis = workerConnection(servers.redisUrl)
  const queues = watchQueues(redis, prefix)
  const database = await openDatabase(servers.databaseUrl)
  await troupe.untilReady()
  return {
    graph,
    pageIds: pages.map(({ id }) => id),
    troupe,
    queues,
    database,
    redis,
    servers,
    receiverPid: () => crew.pidOf('receiver'),
    async readMetrics() {
      if (board === undefined) throw new Error('there is no board')
      const answer = await fetch(`${board}/metrics`)
      if (answer.status !== 200) throw new Error(`the board says ${answer.status} instead of metrics`)
      return readExposition(await answer.text())
    },
    dismissWorkers: () => troupe.close(),
    async close() {
      await troupe.close()
      await graph.close()
      await queues.close()
      redis.disconnect()
      await database.end()
      await Promise.all([crew.close(), servers.stop()])
    },
  }
}

/** Returns its address. */
async function employBoard(
  crew: Crew,
  { servers, prefix }: { servers: Servers; prefix: string },
): Promise<string> {
  const port = await findFreePort()
  crew.employ('board', ['board'], {
    REDIS_URL: servers.redisUrl,
    PAGEBEAT_QUEUE_PREFIX: prefix,
    LOG_LEVEL: 'warn',
    BOARD_PORT: String(port),
    BOARD_HOST: '127.0.0.1',
  })
  return `http://127.0.0.1:${port}`
}

async function keepTokens(
  url: string,
  { pages, secretKey }: { pages: readonly { id: string; token: string }[]; secretKey: string },
): Promise<void> {
  const db = createDatabase({ url, poolSize: 1 })
  const params = createAppParams(db, createSecretBox([secretKey]))
  for (const { id, token } of pages)
    await params.set({ key: pageTokenKey(asPageId(id)), value: token, isSecret: true })
  await db.destroy()
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + 30_000
  while (Date.now() < giveUpAt) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.status === 200) return
    await pause(50)
  }
  throw new Error('The receiver did not get ready within 30 s')
}
