/** wit.ai dies, falls silent or becomes slow while people write: everybody is answered in time, by the local provider. */
import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { startWit, type SimulatedWit } from '../../sandbox/wit/server.ts'
import { trainWit } from '../../sandbox/wit/train.ts'
import { chatter, createWriters, inTurn, type Written, type Writer } from './chatter.ts'
import { examples } from './examples.ts'
import { countedSince, type Sample } from './exposition.ts'
import { countRecorded, findProviders, findTurns } from './found-turns.ts'
import { startProgress } from './progress.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { describeStretches, whereTimeGoes } from './stage-times.ts'
import { judge } from './verdict.ts'
import { countReplies, judgeWit, type WitIllness } from './wit-verdict.ts'
import { usualWaits } from './worker-settings.ts'

const settleMs = 120_000
const token = 'wit-server-token'
/** So many of the messages are written first, while wit.ai is well: else its silence would prove nothing. */
const shareBefore = 0.2

export interface WitPlayed {
  readonly scene: Scene
  readonly played: Played
  readonly lines: readonly string[]
  readonly failures: readonly string[]
}

export async function playWit(
  settings: ConverseSettings & { readonly wit: WitIllness },
  say: (line: string) => void,
): Promise<WitPlayed> {
  const { seed, pages, workers, concurrency, people, replies, perSecond, shuffleMs, wit: illness } = settings
  const wit = await startWit({ token, answers: trainWit(examples.intents), seed })
  const scene = await openScene({
    seed,
    pages,
    workers,
    concurrency,
    waits: usualWaits,
    understand: 'production',
    env: { WIT_TOKEN: token, WIT_API_URL: wit.url },
    hasBoard: true,
    say,
  })
  const { graph, database, pageIds } = scene
  const { seen } = graph.ledger
  const random = createRandom(`${seed} people`)
  const next = inTurn(createWriters(graph, { people, pageIds }), random)
  const progress = startProgress(scene, { say })
  async function write(messages: number): Promise<readonly Written[]> {
    const written = await chatter({
      graph,
      random,
      next,
      messages,
      perSecond,
      shuffleMs,
      doubled: 0.1,
      words: freeText,
      onWrite: progress.onWrite,
    })
    return written
  }

  const before = await write(Math.ceil(replies * shareBefore))
  const wasWell = await untilSettled(scene, settleMs)
  const well = await readWhenCounted(scene, before.length)
  say(`wit.ai is ${illness}`)
  await fallIll(wit, { illness, seconds: settings.witSeconds })
  const ill = await write(replies)
  const isSettled = (await untilSettled(scene, settleMs)) && wasWell
  const toldAt = new Map(wit.toldAt)
  await progress.stop()
  await scene.dismissWorkers()
  const samples = await scene.readMetrics()
  await wit.close()
  const written = [...before, ...ill]
  const turns = await findTurns(database)
  const verdict = judge({ written, seen, turns, recorded: await countRecorded(database) })
  const judged = judgeWit({
    illness,
    before,
    ill,
    seen,
    unanswered: verdict.unanswered,
    toldAt,
    well,
    since: countedSince(well, samples),
    stored: await findProviders(database),
  })
  const stretches = await whereTimeGoes(database, { written: ill, seen })
  const times = describeStretches(stretches, 44)
  const load = `${'load average of the machine'.padEnd(46)} ${(loadavg()[0] ?? 0).toFixed(1)}, ${cpus().length} cores`
  return {
    scene,
    played: { graph, written, turns, verdict, kills: 0, isSettled },
    lines: [...judged.lines, 'where the time went meanwhile', ...times, load],
    failures: judged.failures,
  }
}

/** Workers share what they counted a little later. */
async function readWhenCounted({ readMetrics }: Scene, replies: number): Promise<readonly Sample[]> {
  const giveUpAt = Date.now() + 15_000
  for (;;) {
    const samples = await readMetrics()
    if (countReplies(samples) >= replies || Date.now() > giveUpAt) return samples
    await pause(100)
  }
}

async function fallIll(
  wit: SimulatedWit,
  { illness, seconds }: { illness: WitIllness; seconds: number },
): Promise<void> {
  if (illness === 'dead') return await wit.stopListening()
  wit.faults.set(illness, 1, { ms: 1_000 * seconds })
}

const sentences = Object.values(examples.intents).flat()

/** No text twice: what wit.ai said of a text once is remembered. */
function freeText({ person, page }: Writer, index: number): string {
  const sentence = sentences[index % sentences.length] ?? ''
  return `${sentence} (${person.psid(page).slice(-6)})`
}
