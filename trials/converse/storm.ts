/** Messages, faults and kills at once, until everything is settled; the storm and the test of order are the same play. */
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { chatter, createWriters, inTurn } from './chatter.ts'
import { countRecorded, findTurns } from './found-turns.ts'
import { raiseStorm } from './graph-storm.ts'
import { startKills } from './kills.ts'
import { startProgress } from './progress.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { judge } from './verdict.ts'
import { stormWaits } from './worker-settings.ts'

/** Everything is settled so long after the last message, whatever went wrong. */
const settleMs = 240_000
/** Kills end when so few answers are left: the last rows are to be settled by somebody. */
const spared = 0.03
/** An answer that comes so late finds a caller who has given up. */
const answerLateMs = stormWaits.sendMs + 500

export async function playStorm(
  settings: ConverseSettings,
  say: (line: string) => void,
): Promise<{ scene: Scene; played: Played }> {
  const { seed, pages, workers, concurrency, people, replies, perSecond, shuffleMs } = settings
  const spares = settings.killMs[1] > 0 ? 2 : 0
  const scene = await openScene({ seed, pages, workers, spares, concurrency, waits: stormWaits, say })
  const { graph, troupe, database } = scene
  const random = createRandom(`${seed} people`)
  const writers = createWriters(graph, { people, pageIds: scene.pageIds })
  raiseStorm(graph, { share: settings.faults, lateMs: answerLateMs })
  const kills = startKills(troupe, { betweenMs: settings.killMs, random: createRandom(`${seed} kills`) })
  const progress = startProgress(scene, { kills, say })
  const written = await chatter({
    graph,
    random,
    next: inTurn(writers, random),
    messages: replies,
    perSecond,
    shuffleMs,
    doubled: 0.1,
    mostUnanswered: Math.max(50, people),
    onWrite: progress.onWrite,
  })
  await progress.untilLeft(Math.ceil(replies * spared), settleMs)
  const killed = await kills.stop()
  const isSettled = await untilSettled(scene, settleMs)
  await progress.stop()
  await scene.dismissWorkers()
  const turns = await findTurns(database)
  const recorded = await countRecorded(database)
  const verdict = judge({ written, seen: graph.ledger.seen, turns, recorded })
  return { scene, played: { graph, written, turns, verdict, kills: killed, isSettled } }
}
