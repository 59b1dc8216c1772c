/** What a conversation trial needs: a host, Pagebeat with a pool of workers, and the simulated Facebook in this process. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { startGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { openDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import { keepPageTokens } from '../../sandbox/keep-page-tokens.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { trackingStageNames } from '../../workers/pipeline.ts'
import { type Host, openHost } from '../host.ts'
import { createInstallation, type InstallationOptions } from '../installation.ts'
import { type Layout, workersOf } from '../layout.ts'
import { appId, appSecret } from '../secrets.ts'
import { readExposition, type Sample } from './exposition.ts'
import { echoing, examples } from './echoing-storyboard.ts'
import { countLeft } from './found-turns.ts'
import { preloadClock, preloadClocks } from './preload-clock.ts'
import { preloadWaits } from './preload-waits.ts'

export interface SetupOptions {
  readonly seed: string
  readonly pages: number
  readonly layout: Layout
  /** Worker processes of the layout `one`. */
  readonly workers: number
  readonly concurrency: number
  /** Those that differ from the waits in production. */
  readonly waits?: Parameters<typeof preloadWaits>[0]
  /** How far the clocks of workers are off: one machine is right, one ahead, one behind. */
  readonly skewSeconds?: number
  /** Their clocks can be set while they run (`setClock`). */
  readonly clockFolder?: string
  /** The storyboard has examples of intents: each message is understood. */
  readonly understands?: boolean
  /** False: the storyboard has no scene for comments. Facebook takes 30 public replies of a Page in a minute. */
  readonly thanks?: boolean
  /** In place of the one that echoes. */
  readonly storyboard?: Readonly<Record<string, unknown>>
  /** There is no storyboard: the workers only track. */
  readonly tracksOnly?: boolean
  /** Of the workers' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** With a queue monitor, which `readMetrics` needs. */
  readonly hasBoard?: boolean
  /** How much faster than real time webhooks are retried. */
  readonly timeScale?: number
  /** Options of Node for all processes: a profiler, for example. */
  readonly nodeArgs?: readonly string[]
  /** A host that is open already, and where the processes find its servers. */
  readonly host?: Host
  readonly addresses?: InstallationOptions['addresses']
}

export type Setup = Awaited<ReturnType<typeof openSetup>>

export async function openSetup(options: SetupOptions) {
  const host = options.host ?? (await openHost({ servers: 'own' }))
  const { addresses, nodeArgs = [] } = options
  const installation = await createInstallation(host, {
    name: 'pagebeat_converse',
    nodeArgs,
    ...(addresses === undefined ? {} : { addresses }),
  })
  const { databaseUrl, webhookUrl } = installation
  const pages = Array.from({ length: options.pages }, (_, index) => ({
    id: String(100_200_300_400_500n + BigInt(index)),
    name: `Page ${index + 1}`,
    token: `EAAB-page-${index + 1}`,
  }))
  const secretKey = randomBytes(32).toString('base64')
  await keepPageTokens(
    databaseUrl,
    secretKey,
    pages.map(({ id, token }) => ({ id, token })), // a Page that is registered is checked, and its leads are swept
  )
  await installation.startReceiver()
  const board = options.hasBoard === true ? await installation.startBoard() : undefined
  const webhook = { url: webhookUrl, secret: appSecret }
  const graph = await startGraph({
    appId,
    appSecret,
    seed: options.seed,
    webhook,
    pages,
    timeScale: options.timeScale ?? 1,
  })
  const storyboard = path.join(host.processes.folder, 'storyboard.yaml') // JSON is YAML
  const { echo, thank } = echoing.scenes
  const scenes = options.thanks === false ? { echo } : { echo, thank }
  writeFileSync(
    storyboard,
    JSON.stringify(
      options.storyboard ?? { ...echoing, scenes, ...(options.understands === true ? examples : {}) },
    ),
  )
  const workers = workersOf(options.layout, {
    workers: options.workers,
    only: options.tracksOnly === true ? trackingStageNames : stageNames,
  })
  const preload = preloadWaits(options.waits ?? {})
  const { clockFolder, skewSeconds = 0 } = options
  const clock = clockFolder === undefined ? preloadClock(1_000 * skewSeconds) : preloadClocks(clockFolder)
  await installation.startWorkers(workers, {
    concurrency: options.concurrency,
    nodeArgs: [...clock.nodeArgs, ...preload.nodeArgs],
    env: {
      ...(options.tracksOnly === true ? {} : { STORYBOARD: storyboard }),
      PAGEBEAT_UNSENT_MESSAGES: 'keep', // the verdict finds a turn by its text
      FACEBOOK_APP_ID: appId,
      FACEBOOK_APP_SECRET: appSecret,
      GRAPH_API_URL: graph.url,
      PAGEBEAT_SECRET_KEY: secretKey,
      PAGEBEAT_REPLIES_PER_MINUTE: '9999',
      ...preload.env,
      ...clock.env,
      ...options.env,
    },
  })
  const database = await openDatabase(databaseUrl)
  return {
    host,
    installation,
    graph,
    pageIds: pages.map(({ id }) => id),
    secretKey,
    workers,
    /** The file of the storyboard. */
    storyboard,
    database,
    /** `/metrics` of the queue monitor, as Prometheus would read it. Throws where there is none. */
    async readMetrics(): Promise<readonly Sample[]> {
      if (board === undefined) throw new Error('there is no queue monitor')
      const answer = await fetch(`${board}/metrics`)
      if (answer.status !== 200)
        throw new Error(`the queue monitor answers ${answer.status} instead of metrics`)
      return readExposition(await answer.text())
    },
    /**
     * True when everything has come to its end: all webhooks delivered, every turn handled, every row of `outbound` settled and
     * recorded, no job left. False when what is left has not become less for `ms`.
     */
    untilSettled: (ms: number) =>
      installation.untilQuiet(ms, async () => graph.outbox.pending + (await countLeft(database))),
    /** No worker runs any more; the rest is still there to be looked at. */
    stopWorkers: () => installation.stopWorkers(),
    async close(): Promise<void> {
      await installation.stop()
      await graph.close()
      await database.end()
      await host.close()
    },
  }
}
