/** What a conversation trial needs: a host, Pagebeat with a pool of workers, and the simulated Facebook in this process. */
import { randomBytes } from 'node:crypto'
import type { Connection } from 'mysql2/promise'
import {
  type GraphOptions,
  type SimulatedGraph,
  startGraph,
} from '../../sandbox/facebook/graph-api/server.ts'
import { openDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import { keepPageTokens } from '../../sandbox/keep-page-tokens.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { type Host, openHost } from '../host.ts'
import { createInstallation, type Installation } from '../installation.ts'
import { type Layout, workersOf } from '../layout.ts'
import { appId, appSecret } from '../secrets.ts'
import { readExposition, type Sample } from './exposition.ts'
import { startWorkerPool, type WorkerPool } from './worker-pool.ts'
import type { WorkerSettings } from './worker-settings.ts'

export interface SetupOptions {
  readonly seed: string
  readonly pages: number
  readonly layout: Layout
  /** Worker processes of the layout `one`. */
  readonly workers: number
  /** Processes that wait to take the place of a dead one. */
  readonly spares?: number
  readonly concurrency: number
  readonly waits: Pick<WorkerSettings, 'sendMs' | 'claimMs' | 'graceMs' | 'giveUpMs'>
  readonly replyMinutes?: number
  readonly understand?: WorkerSettings['understand']
  /** Of the workers' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** With a queue monitor, which `readMetrics` needs. */
  readonly hasBoard?: boolean
  readonly graph?: Pick<GraphOptions, 'log' | 'limits' | 'rules'>
  readonly say: (line: string) => void
}

export interface Setup {
  readonly host: Host
  readonly installation: Installation
  readonly graph: SimulatedGraph
  readonly pageIds: readonly string[]
  readonly pool: WorkerPool
  readonly database: Connection
  /** `/metrics` of the queue monitor, as Prometheus would read it. Throws where there is none. */
  readMetrics(): Promise<readonly Sample[]>
  /** No worker runs any more; the rest is still there to be looked at. */
  stopWorkers(): Promise<void>
  close(): Promise<void>
}

export async function openSetup(options: SetupOptions): Promise<Setup> {
  const host = await openHost({ say: options.say, servers: 'own' })
  const installation = await createInstallation(host, { name: 'pagebeat_converse' })
  const { databaseUrl, prefix, webhookUrl } = installation
  const pages = Array.from({ length: options.pages }, (_, index) => ({
    id: String(100_200_300_400_500n + BigInt(index)),
    name: `Page ${index + 1}`,
    token: `EAAB-page-${index + 1}`,
  }))
  const secretKey = randomBytes(32).toString('base64')
  await keepPageTokens(databaseUrl, secretKey, pages)
  await installation.startReceiver()
  const board = options.hasBoard === true ? await installation.startBoard() : undefined
  const webhook = { url: webhookUrl, secret: appSecret }
  const graph = await startGraph({ appId, appSecret, seed: options.seed, webhook, pages, ...options.graph })
  const pool = await startWorkerPool({
    settings: {
      redisUrl: host.servers.redisUrl,
      databaseUrl,
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
    workers: workersOf(options.layout, { workers: options.workers, only: stageNames }),
    spares: options.spares ?? 0,
    env: options.env ?? {},
    folder: host.processes.folder,
  })
  const database = await openDatabase(databaseUrl)
  await pool.untilReady()
  return {
    host,
    installation,
    graph,
    pageIds: pages.map(({ id }) => id),
    pool,
    database,
    async readMetrics() {
      if (board === undefined) throw new Error('there is no queue monitor')
      const answer = await fetch(`${board}/metrics`)
      if (answer.status !== 200)
        throw new Error(`the queue monitor answers ${answer.status} instead of metrics`)
      return readExposition(await answer.text())
    },
    stopWorkers: () => pool.close(),
    async close() {
      await pool.close()
      await graph.close()
      await installation.queues.close()
      await database.end()
      await host.close()
    },
  }
}
