/** Facebook out of reach, or one Page throttled, in the middle of it: nothing lost, nothing doubled, the other Pages go on. */
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../facebook/random.ts'
import type { SimulatedGraph } from '../graph/server.ts'
import { chatter, createWriters, inTurn, type Written } from './chatter.ts'
import { countRecorded, findTurns } from './found-turns.ts'
import { startProgress } from './progress.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { judge } from './verdict.ts'
import { describeWaits, quantile, waitsOf } from './waits.ts'
import { stormWaits } from './worker-settings.ts'

const settleMs = 240_000
/** While one Page is throttled, the median of the others stays below this, or twice their own before. */
const unaffectedMs = 500

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
  const { seed, pages, workers, concurrency, people, replies, perSecond, seconds, mode } = settings
  const scene = await openScene({ seed, pages, workers, concurrency, waits: stormWaits, say })
  const { graph, database, pageIds } = scene
  const random = createRandom(`${seed} people`)
  const writers = createWriters(graph, { people, pageIds })
  const progress = startProgress(scene, { say })
  const writing = chatter({
    graph,
    random,
    next: inTurn(writers, random),
    messages: replies,
    perSecond,
    shuffleMs: settings.shuffleMs,
    doubled: 0.1,
    onWrite: progress.onWrite,
  })
  await pause((1_000 * replies) / perSecond / 4)
  const from = Date.now()
  say(mode === 'outage' ? 'Facebook is out of reach' : `Page ${pageIds[0] ?? ''} is throttled`)
  if (mode === 'outage') await goDown(graph, seconds)
  else await throttle(graph, { pageId: pageIds[0] ?? '', seconds })
  const until = Date.now()
  say('over')
  const written = await writing
  const isSettled = await untilSettled(scene, settleMs)
  await progress.stop()
  await scene.dismissWorkers()
  const [turns, recorded] = [await findTurns(database), await countRecorded(database)]
  const verdict = judge({ written, seen: graph.ledger.seen, turns, recorded })
  const played = { graph, written, turns, verdict, kills: 0, isSettled }
  const judged =
    mode === 'outage'
      ? recovered(played, until)
      : unaffected(played, { from, until, isThrottled: ({ page }) => page === pageIds[0] })
  return { scene, played, ...judged }
}

type Judged = Pick<OutagePlayed, 'lines' | 'failures'>

interface Throttling {
  readonly from: number
  readonly until: number
  readonly isThrottled: (written: Written) => boolean
}

function unaffected({ graph: { ledger }, written }: Played, time: Throttling): Judged {
  const during = written.filter(({ leftAt }) => leftAt >= time.from && leftAt < time.until)
  const before = written.filter((each) => each.leftAt < time.from && !time.isThrottled(each))
  const wait = (list: readonly Written[]): number[] => waitsOf(list, ledger.seen)
  const own = wait(before)
  const others = wait(during.filter((each) => !time.isThrottled(each)))
  const isUnaffected = quantile(others, 0.5) <= Math.max(unaffectedMs, 2 * quantile(own, 0.5))
  return {
    lines: [
      `other Pages before      ${describeWaits(own)}`,
      `other Pages meanwhile   ${describeWaits(others)}`,
      `the throttled one       ${describeWaits(wait(during.filter(time.isThrottled)))}`,
    ],
    failures: isUnaffected ? [] : ['the other Pages waited too'],
  }
}

function recovered({ graph: { ledger }, written }: Played, until: number): Judged {
  const first = ledger.seen.find(({ at }) => at >= until)?.at
  return {
    lines: [
      `first reply             ${first === undefined ? 'never' : `${first - until} ms after the end`}`,
      `all                     ${describeWaits(waitsOf(written, ledger.seen))}`,
    ],
    failures: first === undefined ? ['nobody was answered after the outage'] : [],
  }
}

/** Half of the time it answers with errors, half of it nobody listens. */
async function goDown(graph: SimulatedGraph, seconds: number): Promise<void> {
  graph.faults.set('down', 1)
  await pause(seconds * 500)
  await graph.stopListening()
  await pause(seconds * 500)
  graph.faults.set('down', 0)
  await graph.listenAgain()
}

async function throttle(
  graph: SimulatedGraph,
  { pageId, seconds }: { pageId: string; seconds: number },
): Promise<void> {
  const page = graph.page(pageId)
  if (page !== undefined) page.throttledUntil = Date.now() + seconds * 1_000
  await pause(seconds * 1_000)
}
