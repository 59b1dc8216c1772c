/** Facebook out of reach, one Page throttled, or both one after the other, while people go on writing. */
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { chatter, createWriters, inTurn } from './chatter.ts'
import { countRecorded, findTurns } from './found-turns.ts'
import { startProgress } from './progress.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { judgeTrouble, type Trouble } from './trouble.ts'
import { judge } from './verdict.ts'
import { usualWaits } from './worker-settings.ts'

const settleMs = 300_000
/** Codes with which Facebook says that a Page calls too often. */
const tooMany = 80_006

export interface OutagePlayed {
  readonly scene: Scene
  readonly played: Played
  readonly lines: readonly string[]
  readonly failures: readonly string[]
}

export async function playOutage(
  settings: ConverseSettings,
  say: (line: string) => void,
): Promise<OutagePlayed> {
  const { seed, pages, workers, concurrency, people, perSecond, answerSeconds } = settings
  const replyMinutes = answerSeconds / 60
  const scene = await openScene({ seed, pages, workers, concurrency, waits: usualWaits, replyMinutes, say })
  const { graph, database, pageIds } = scene
  const random = createRandom(`${seed} people`)
  const writers = createWriters(graph, { people, pageIds })
  const progress = startProgress(scene, { say })
  const enough = new AbortController()
  const writing = chatter({
    graph,
    random,
    next: inTurn(writers, random),
    messages: Infinity,
    perSecond,
    shuffleMs: settings.shuffleMs,
    doubled: 0.1,
    onWrite: progress.onWrite,
    signal: enough.signal,
  })
  const { throttling, outage } = await makeTrouble(scene, { settings, say })
  enough.abort()
  const written = await writing
  const isSettled = await untilSettled(scene, settleMs)
  await progress.stop()
  await scene.dismissWorkers()
  const [turns, recorded] = [await findTurns(database), await countRecorded(database)]
  const { seen } = graph.ledger
  const verdict = judge({ written, seen, turns, recorded })
  const judged = judgeTrouble({
    written,
    seen,
    unanswered: verdict.unanswered,
    throttling,
    outage,
    answerMs: answerSeconds * 1_000,
    sendMs: usualWaits.sendMs,
    refusals: graph.answers.filter(({ code }) => code === tooMany).length,
  })
  return { scene, played: { graph, written, turns, verdict, kills: 0, isSettled }, ...judged }
}

/** A calm while, the throttling, a while, the outage, a while. */
async function makeTrouble(
  { graph, pageIds }: Scene,
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

/** It answers with errors, then nobody listens, then it answers with errors again. */
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
