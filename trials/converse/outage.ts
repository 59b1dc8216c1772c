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

export async function playOutage(settings: ConverseSettings, say: (line: string) => void): Promise<Result> {
  const { answerSeconds } = settings
  const play = await openPlay(settings, { waits: { sendMs, replyMs: 1_000 * answerSeconds }, say })
  const { setup } = play
  const enough = new AbortController()
  const writing = play.write({ messages: Infinity, signal: enough.signal })
  const { throttling, outage } = await makeTrouble(setup, { settings, say })
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
  { settings, say }: { settings: ConverseSettings; say: (line: string) => void },
): Promise<{ readonly throttling: Trouble; readonly outage?: Trouble }> {
  const { mode, seconds } = settings
  const [throttled = '', down = ''] = pageIds
  const aroundMs = 1_000 * Math.min(45, Math.max(10, seconds / 10))
  await pause(aroundMs)
  say(`Page ${throttled} is throttled`)
  const throttleMs = mode === 'throttle' ? seconds * 1_000 : aroundMs
  const throttling = await during([throttled], () => throttle(graph, { pageId: throttled, ms: throttleMs }))
  say('over')
  if (mode === 'throttle') {
    await pause(aroundMs)
    return { throttling }
  }
  await pause(aroundMs)
  const isOne = settings.onePage
  say(isOne ? `Facebook fails for Page ${down}` : 'Facebook is out of reach')
  const outage = await during(isOne ? [down] : pageIds, () =>
    isOne ? failFor(graph, { pageId: down, seconds }) : goDown(graph, seconds),
  )
  say('over')
  await pause(aroundMs)
  return { throttling, outage }
}

async function during(pages: readonly string[], trouble: () => Promise<void>): Promise<Trouble> {
  const from = Date.now()
  await trouble()
  return { from, until: Date.now(), pages: new Set(pages) }
}

/** A third of the time each: it answers with errors, refuses connections, answers with errors again. */
async function goDown(graph: SimulatedGraph, seconds: number): Promise<void> {
  const thirdMs = (1_000 * seconds) / 3
  graph.faults.set('down', 1)
  await pause(thirdMs)
  await graph.stopListening()
  await pause(thirdMs)
  await graph.listenAgain()
  await pause(thirdMs)
  graph.faults.set('down', 0)
}

async function failFor(
  graph: SimulatedGraph,
  { pageId, seconds }: { pageId: string; seconds: number },
): Promise<void> {
  graph.faults.set('down', 1, { pageId })
  await pause(1_000 * seconds)
  graph.faults.set('down', 0)
}

async function throttle(
  graph: SimulatedGraph,
  { pageId, ms }: { pageId: string; ms: number },
): Promise<void> {
  const page = graph.page(pageId)
  if (page === undefined) throw new RangeError(`no page ${pageId}`)
  page.throttledUntil = Date.now() + ms
  await pause(ms)
}
