/** Whether one person who writes as much as all others together makes the others wait: the same others, without and with. */
import { createRandom } from '../facebook/random.ts'
import { chatter, createWriters, inTurn, type Writer, type Written } from './chatter.ts'
import { findTurns } from './found-turns.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { judge } from './verdict.ts'
import { describeWaits, quantile, waitsOf } from './waits.ts'
import { usualWaits } from './worker-settings.ts'

/** The others may wait so many times as long. */
const mostRatio = 1.5
/** Without and with in turn, as a machine has better and worse moments. */
const rounds = 4
/** Every process has compiled what it runs. */
const warmUpSeconds = 10
const settleMs = 120_000

export interface HotPlayed {
  readonly scene: Scene
  readonly played: Played
  readonly ratio: number
  readonly lines: readonly string[]
  readonly failures: readonly string[]
}

export async function playHot(settings: ConverseSettings, say: (line: string) => void): Promise<HotPlayed> {
  const { seed, pages, workers, concurrency, people, perSecond, seconds } = settings
  const scene = await openScene({ seed, pages, workers, concurrency, waits: usualWaits, say })
  const { graph, database, pageIds } = scene
  const random = createRandom(`${seed} people`)
  const others = createWriters(graph, { people, pageIds })
  const [hot] = createWriters(graph, { people: 1, pageIds, from: people })
  if (hot === undefined) throw new RangeError('nobody is hot')
  const nextOther = inTurn(others, random)
  const all: Written[] = []

  async function write(
    name: string,
    next: () => Writer,
    { rate, lasting }: { rate: number; lasting: number },
  ): Promise<readonly Written[]> {
    const messages = Math.round(rate * lasting)
    const written = await chatter({
      graph,
      random,
      next,
      messages,
      perSecond: rate,
      shuffleMs: 0,
      doubled: 0,
    })
    await untilSettled(scene, settleMs)
    all.push(...written)
    say(`${name.padEnd(10)} ${describeWaits(waitsOf(written, graph.ledger.seen))}`)
    return written
  }

  let turn = 0
  const half = (): Writer => ((turn += 1) % 2 === 0 ? hot : nextOther())
  await write('warm-up', half, { rate: perSecond * 2, lasting: warmUpSeconds })
  const without: Written[] = []
  const both: Written[] = []
  for (let round = 1; round <= rounds; round += 1) {
    without.push(...(await write('without', nextOther, { rate: perSecond, lasting: seconds })))
    both.push(...(await write('with', half, { rate: perSecond * 2, lasting: seconds })))
  }
  const isSettled = await untilSettled(scene, settleMs)
  await scene.dismissWorkers()

  const turns = await findTurns(database)
  const verdict = judge({ written: all, seen: graph.ledger.seen, turns })
  const isHot = ({ person }: Written): boolean => person === hot.person.key
  const wait = (list: readonly Written[]): number[] => waitsOf(list, graph.ledger.seen)
  const [calmWaits, hotWaits] = [wait(without), wait(both.filter((each) => !isHot(each)))]
  const ratio = quantile(hotWaits, 0.99) / quantile(calmWaits, 0.99)
  return {
    scene,
    played: { graph, written: all, turns, verdict, kills: 0, isSettled },
    ratio,
    lines: [
      `others without it   ${describeWaits(calmWaits)}`,
      `others with it      ${describeWaits(hotWaits)}, p99 ${ratio.toFixed(2)} times as long (at most ${mostRatio})`,
      `the hot one         ${describeWaits(wait(both.filter(isHot)))}`,
    ],
    failures: ratio <= mostRatio ? [] : [`the others' p99 was ${ratio.toFixed(2)} times as long`],
  }
}
