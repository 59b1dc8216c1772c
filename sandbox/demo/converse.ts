/** The second half of `npm start`: the customers of the two example storyboards' transcripts write at the simulated Facebook. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { keepPageTokens } from '../keep-page-tokens.ts'
import type { Processes } from '../processes.ts'
import { openDatabase, query } from '../facebook/ledger/found-rows.ts'
import type { Wire } from '../facebook/webhooks/wire.ts'
import { type SimulatedGraph, startGraph } from '../facebook/graph-api/server.ts'
import { startHubServer } from './hub-server.ts'
import { whyNotLive } from './live-acts.ts'
import { type LiveResult, type LiveSetup, playLive } from './live-transcript.ts'
import { paint } from './paint.ts'

const folder = path.join(import.meta.dirname, '../../storyboards')

/** Each brand has a Page of its own. The last one's workers stay up. */
const brands = [
  { page: '100000000000101', name: 'Northlight', file: path.join(folder, 'service-desk/storyboard.yaml') },
  {
    page: '100000000000100',
    name: 'Copper Kettle Coffee',
    file: path.join(folder, 'coffee/storyboard.yaml'),
  },
]

export interface ConverseOptions {
  readonly processes: Processes
  /** Of the workers. */
  readonly env: Readonly<Record<string, string>>
  readonly databaseUrl: string
  readonly webhookUrl: string
  readonly appSecret: string
  readonly secretKey: string
  readonly seed: string
  readonly signal: AbortSignal
}

export type Conversed = Awaited<ReturnType<typeof converse>>

const atOnce = 6
const mostDeliveryMs = 30_000
export const demoAppId = '990000000000001'

export async function converse(options: ConverseOptions) {
  const { processes, env, databaseUrl, webhookUrl, appSecret, secretKey, seed, signal } = options
  const pages = brands.map(({ page, name }) => ({
    id: page,
    name,
    token: `EAAB${randomBytes(12).toString('hex')}`,
    defaultApp: demoAppId, // so that an agent of the console can take a thread that the bot handed over
  }))
  const graph = await startGraph({
    appId: demoAppId,
    appSecret,
    seed,
    pages: pages.toReversed(), // the page in the browser opens the first one, whose bot stays up
    webhook: { url: webhookUrl, secret: appSecret },
  })
  graph.createPerson({ name: 'Robin Visitor' }) // an unknown customer for the page in the browser
  const hubs = await startHubServer()
  await keepPageTokens(databaseUrl, secretKey, pages)
  const connection = await openDatabase(databaseUrl)
  const results: LiveResult[] = []
  let skipped = 0
  for (const { page, file } of brands) {
    const storyboard = loadStoryboard(file)
    console.log(`\n${paint.bold(storyboard.name)}  ${paint.dim(path.relative(process.cwd(), file))}`)
    await processes.stop(['workers'])
    processes.start('workers', {
      args: ['work'],
      env: {
        ...env,
        ...hubSettings(storyboard, hubs.url),
        STORYBOARD: file,
        FACEBOOK_APP_ID: demoAppId,
        FACEBOOK_APP_SECRET: appSecret,
        GRAPH_API_URL: graph.url,
        PAGEBEAT_SECRET_KEY: secretKey,
        ACCOUNT_LINK_URL: hubs.url,
        ACCOUNT_LINK_SECRET: secretKey,
      },
    })
    const transcripts = findTranscripts(file).map((transcript) => readTranscript(transcript))
    const playable = transcripts.filter((transcript) => whyNotLive(transcript) === undefined)
    skipped += transcripts.length - playable.length
    const setup: LiveSetup = { graph, page, hubs, connection, signal }
    results.push(...(await playAll(setup, playable)))
  }
  await untilDelivered(graph, signal)
  for (const line of await processes.readLog()) console.log(paint.dim(`  ${line}`))
  for (const { page } of brands.slice(0, -1)) unsubscribe(graph, page)
  openShop(graph, brands.at(-1))
  const figures = await measure(connection, graph)
  return {
    graph,
    results,
    skipped,
    figures,
    async close(): Promise<void> {
      await connection.end()
      await hubs.close()
      await graph.close()
    },
  }
}

/** Echoes and receipts of the last replies are still on their way when the transcripts end. */
async function untilDelivered({ outbox }: SimulatedGraph, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + mostDeliveryMs
  while (outbox.pending > 0 && performance.now() < deadline) await setTimeout(100, undefined, { signal })
}

/** Its workers have ended, and those of another brand must not answer there. */
function unsubscribe(graph: SimulatedGraph, pageId: string): void {
  const page = graph.page(pageId)
  if (page === undefined) return
  page.subscribedFields = undefined
  page.name = `${page.name} (its bot has ended)`
}

/** Does what `pagebeat page publish` does, and adds a post to comment on: for the page in the browser. */
function openShop(graph: SimulatedGraph, brand: (typeof brands)[number] | undefined): void {
  if (brand === undefined) return
  for (const [key, value] of Object.entries(loadStoryboard(brand.file).messengerProfile))
    graph.page(brand.page)?.messengerProfile.set(key, JSON.parse(JSON.stringify(value)) as Wire)
  graph.pagePosts(brand.page, 'The autumn roast is here: figs, cocoa and a little smoke. Come and try it.')
}

/** The storyboard names the variables that hold the hubs' addresses and secrets. */
function hubSettings({ definition }: LoadedStoryboard, url: string): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const hub of Object.values(definition.hubs ?? {})) {
    settings[hub.url.replace(/^env:/, '')] = url
    settings[hub.secret.replace(/^env:/, '')] = 'a secret of this trial'
  }
  return settings
}

async function playAll(
  setup: LiveSetup,
  transcripts: readonly Parameters<typeof playLive>[1][],
): Promise<LiveResult[]> {
  const results: LiveResult[] = []
  const waiting = transcripts.entries()
  async function playSome(): Promise<void> {
    for (const [index, transcript] of waiting) {
      const result = await playLive(setup, transcript, `Customer ${index + 1}`)
      results.push(result)
      const mark = result.differences.length === 0 ? paint.green('✓') : paint.red('✗')
      console.log(`  ${mark} ${result.title}`)
      for (const line of result.differences) console.log(paint.dim(`      ${line}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, playSome))
  return results
}

async function measure(connection: Connection, graph: SimulatedGraph) {
  const rows = await query(
    connection,
    "select coalesce(outcome, 'open') outcome, count(*) n from turn group by 1 order by 2 desc",
  )
  const counts = rows.map((row) => ({ reason: String(row['outcome']), count: Number(row['n']) }))
  const waits = graph.people().flatMap((person) => waitsOf(graph, person))
  const sorted = Float64Array.from(waits).toSorted()
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return {
    inbound: counts.reduce((sum, { count }) => sum + count, 0),
    answered: counts.find(({ reason }) => reason === 'answered')?.count ?? 0,
    /** Unanswered turns, by reason. */
    silent: counts.filter(({ reason }) => reason !== 'answered'),
    /** From what a customer did to the first answer they saw. */
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

/** From what a customer did to the first thing they saw after it, before they did something else. */
function waitsOf({ ledger }: SimulatedGraph, person: { readonly key: string }): number[] {
  const actions = ledger.actionsOf(person).filter(({ action }) => action !== 'read')
  const seen = ledger.seenBy(person)
  return actions.flatMap(({ seq, at }, index) => {
    const until = actions[index + 1]?.seq ?? Infinity
    const answer = seen.find((one) => one.seq > seq && one.seq < until)
    return answer === undefined ? [] : [answer.at - at]
  })
}
