/** The modes outage and throttle: one Page is throttled, then Facebook is out of reach, while customers go on writing. */
import { setTimeout as pause } from 'node:timers/promises'
import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { openPlay, type Result } from './play.ts'
import type { ConverseSettings } from './settings.ts'
import type { Setup } from './setup.ts'
import { judgeTrouble, type Trouble } from './trouble.ts'

/** The longest time of a call, as in production. */
const sendMs = 5_000
/** Codes with which Facebook says that a Page calls too often. */
const tooMany = 80_006

export async function playOutage(settings: ConverseSettings): Promise<Result> {
  const { answerSeconds } = settings
  const play = await openPlay(settings, { waits: { sendMs, replyMs: 1_000 * answerSeconds } })
  const { setup } = play
  const enough = new AbortController()
  const writing = play.write({ messages: Infinity, signal: enough.signal })
  const { throttling, outage } = await makeTrouble(setup, settings)
  enough.abort()
  const written = await writing
  const played = await play.finish(written, await play.settle())
  const judged = judgeTrouble({
    written,
    seen: setup.graph.ledger.seen,
    unanswered: played.verdict.unanswered,
    throttling,
    outage,
    answerMs: answerSeconds * 1_000,
    sendMs,
    refusals: setup.graph.answers.filter(({ code }) => code === tooMany).length,
  })
  return { setup, played, ...judged }
}

/** A pause without faults before, between and after the throttling and the outage. */
async function makeTrouble(
  { graph, pageIds }: Setup,
  { mode, seconds, onePage }: ConverseSettings,
): Promise<{ readonly throttling: Trouble; readonly outage?: Trouble }> {
  const [throttled = '', down = ''] = pageIds
  const ms = seconds * 1_000
  const aroundMs = Math.min(45_000, Math.max(10_000, ms / 10))
  await pause(aroundMs)
  const throttleMs = mode === 'throttle' ? ms : aroundMs
  const throttling = await during(`Page ${throttled} is throttled`, [throttled], () =>
    throttle(graph, throttled, throttleMs),
  )
  await pause(aroundMs)
  if (mode === 'throttle') return { throttling }
  const outage = onePage
    ? await during(`Facebook fails for Page ${down}`, [down], () => fail(graph, ms, { pageId: down }))
    : await during('Facebook is out of reach', pageIds, () => goDown(graph, ms))
  await pause(aroundMs)
  return { throttling, outage }
}

async function during(
  what: string,
  pages: readonly string[],
  trouble: () => Promise<void>,
): Promise<Trouble> {
  console.log(what)
  const from = Date.now()
  await trouble()
  console.log('over')
  return { from, until: Date.now(), pages: new Set(pages) }
}

/** A third of the time each: it answers with errors, refuses connections, answers with errors again. */
async function goDown(graph: SimulatedGraph, ms: number): Promise<void> {
  await fail(graph, ms / 3)
  await graph.stopListening()
  await pause(ms / 3)
  await graph.listenAgain()
  await fail(graph, ms / 3)
}

async function fail({ faults }: SimulatedGraph, ms: number, where?: { pageId: string }): Promise<void> {
  faults.set('down', 1, where)
  await pause(ms)
  faults.set('down', 0)
}

async function throttle(graph: SimulatedGraph, pageId: string, ms: number): Promise<void> {
  const page = graph.page(pageId)
  if (page === undefined) throw new RangeError(`no page ${pageId}`)
  page.throttledUntil = Date.now() + ms
  await pause(ms)
}
