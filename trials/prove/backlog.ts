/** Old messages wait in the queue when the workers begin, and customers write meanwhile: how long live ones take. */
import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { chatter, createWriters, inTurn } from '../converse/chatter.ts'
import { findTurns } from '../converse/found-turns.ts'
import { openSetup, type Setup } from '../converse/setup.ts'
import { linesOfStretches, waitsOf } from '../converse/waits.ts'
import type { Layout } from '../layout.ts'
import { createJudgement, formatSeconds, type Judged } from '../report.ts'
import { quantile } from '../statistics.ts'
import { type Pulse, startPulses } from './pulses.ts'

export interface BacklogOptions {
  readonly seed: string
  readonly layout: Layout
  /** Old messages in the queue, one delivery each. */
  readonly backlog: number
  /** How old they are, minutes. */
  readonly ageMinutes: number
  /** Without a storyboard only the tables are judged. */
  readonly replies: boolean
  /** Live messages and reactions a second, and for how long. */
  readonly messages: number
  readonly comments: number
  readonly seconds: number
}

const promisedMs = 3_000
const settleMs = 300_000
const outageMs = 2_000
/**
 * The simulated Facebook sends a refused message again at once, after 15 s, a minute and five minutes. Here it does so
 * this many times faster: else one message that was refused four times would hold up the trial for minutes.
 */
const retryScale = 60

export async function runBacklog(options: BacklogOptions): Promise<Judged> {
  const { seed, layout, replies } = options
  const setup = await openSetup({
    seed,
    pages: 1,
    layout,
    workers: 2,
    concurrency: 16,
    tracksOnly: !replies,
    timeScale: retryScale,
    thanks: false, // a reply to each comment would take Facebook longer than the trial
  })
  const publisher = createPublisher(setup.host.redis, setup.installation.prefix)
  const parse = openQueue(parseQueue.name, setup.host.redis, setup.installation.prefix)
  try {
    await parse.pause()
    for (let first = 0; first < options.backlog; first += 500) {
      const numbers = Array.from({ length: Math.min(500, options.backlog - first) }, (_, n) => first + n)
      await publisher.publish(numbers.map((n) => oldMessage(n, setup.pageIds[0] ?? '', options)))
    }
    return await judgeLive(setup, options, () => parse.resume())
  } finally {
    await Promise.all([publisher.close(), parse.close()])
    await setup.close()
  }
}

function oldMessage(n: number, page: string, { ageMinutes }: BacklogOptions) {
  const at = Date.now() - ageMinutes * 60_000
  const sender = { id: `77${String(n).padStart(12, '0')}` }
  const item = { sender, recipient: { id: page }, timestamp: at, message: { mid: `old-${n}`, text: 'old' } }
  const body = JSON.stringify({ object: 'page', entry: [{ id: page, time: at, messaging: [item] }] })
  return hop(parseQueue, createParseJob([{ body, at, threadEvents: threadEventsOf(body) }]))
}

/** Customers comment already when the outage ends, as the receiver runs on. */
async function judgeLive(
  setup: Setup,
  options: BacklogOptions,
  endOutage: () => Promise<void>,
): Promise<Judged> {
  const { graph, pageIds, installation, database } = setup
  const random = createRandom(`${options.seed} people`)
  const pulses = startPulses(installation.webhookUrl, { perSecond: options.comments, page: pageIds[0] ?? '' })
  await pause(outageMs)
  await endOutage()
  const began = Date.now()
  const rows = watchRows(database, pulses.all)
  const drained = untilDrained(database, options.backlog)
  const messages = options.replies ? options.messages * options.seconds : 0
  const [written] = await Promise.all([
    chatter({
      graph,
      random,
      next: inTurn(createWriters(graph, { people: 40, pageIds }), random),
      messages,
      perSecond: options.messages,
      shuffleMs: 0,
      doubled: 0,
    }),
    pause(options.seconds * 1_000),
  ])
  await pulses.stop(10_000)
  const drainedAt = await drained
  const isSettled = options.replies ? await setup.untilSettled(settleMs) : true
  const { line, expect, lines, failures } = createJudgement()
  const judge = (what: string, waits: readonly number[], wanted: number): void => {
    const p99 = quantile(waits, 0.99)
    line(`${what}: p50, p99`, `${Math.round(quantile(waits, 0.5))} ms, ${Math.round(p99)} ms`)
    expect(waits.length === wanted, `${wanted - waits.length} ${what} never came`)
    expect(p99 <= promisedMs, `99% of the ${what} took ${Math.round(p99)} ms`)
  }
  const load = (loadavg()[0] ?? Number.NaN).toFixed(1)
  line('load average of the machine at the end', `${load}, ${cpus().length} cores`)
  line('old messages, drained after', `${options.backlog}, ${formatSeconds(drainedAt - began)}`)
  line(
    'deliveries of reactions refused',
    pulses.all.reduce((sum, { refusals }) => sum + refusals.length, 0),
  )
  if (options.replies) line('deliveries of Messenger refused', graph.outbox.repeats)
  const live = pulses.all.filter(({ sentAt }) => sentAt >= began)
  judge('rows of live reactions', await rows.stop(began), live.length)
  if (options.replies) {
    judge('replies to live messages', waitsOf(written, graph.ledger.seen), written.length)
    const during = written.filter(({ at }) => at < drainedAt)
    line('live messages while the backlog drained', during.length)
    line('  their replies, p99', `${Math.round(quantile(waitsOf(during, graph.ledger.seen), 0.99))} ms`)
    const turns = await findTurns(database)
    for (const stretch of linesOfStretches(written, { turns, seen: graph.ledger.seen })) line(...stretch)
    expect(isSettled, `not all was settled after ${formatSeconds(settleMs)}`)
  }
  return { lines, failures }
}

/** Looks for the rows of the reactions: how long each took from its sending, ms. */
function watchRows(
  database: Connection,
  pulses: readonly Pulse[],
): { stop(since: number): Promise<number[]> } {
  const found = new Map<string, number>()
  let giveUpAt = Infinity
  async function watch(): Promise<void> {
    for (;;) {
      const open = pulses.filter(({ personId }) => !found.has(personId)).slice(0, 1_000)
      if (Date.now() > giveUpAt || (giveUpAt < Infinity && open.length === 0)) return
      const list = open.map(({ personId }) => `'${personId}'`).join(',')
      const rows =
        open.length === 0
          ? []
          : await query(database, `select sender_id from chanFacebookFeed where sender_id in (${list})`)
      const at = Date.now()
      for (const row of rows) found.set(textOf(row, 'sender_id'), at)
      await pause(50)
    }
  }
  const watching = watch()
  return {
    async stop(since) {
      giveUpAt = Date.now() + settleMs
      await watching
      return pulses.flatMap(({ personId, sentAt }) => {
        const at = found.get(personId)
        return at === undefined || sentAt < since ? [] : [at - sentAt]
      })
    },
  }
}

/** When all old messages were in the tables, ms since the epoch. */
async function untilDrained(database: Connection, count: number): Promise<number> {
  const giveUpAt = Date.now() + settleMs
  for (;;) {
    const [row] = await query(database, "select count(*) n from chanFacebookMessenger where mid like 'old-%'")
    if (row !== undefined && Number(textOf(row, 'n')) >= count) return Date.now()
    if (Date.now() > giveUpAt) return Infinity
    await pause(500)
  }
}
