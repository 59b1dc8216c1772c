/** Whether one person who writes as much as all others together makes the others wait: the same others, without and with. */
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { chatter, createWriters, inTurn, type Writer, type Written } from './chatter.ts'
import { findTurns } from './found-turns.ts'
import type { Played } from './report.ts'
import { openScene, type Scene } from './scene.ts'
import type { ConverseSettings } from './settings.ts'
import { untilSettled } from './settle.ts'
import { describeStretches, whereTimeGoes } from './stage-times.ts'
import { judge } from './verdict.ts'
import { describeWaits, quantile, waitsOf } from './waits.ts'
import { usualWaits } from './worker-settings.ts'

/** The others may wait so many times as long. */
const mostRatio = 1.5
/**
 * Without and with in turn, each compared with the one before it: a machine has better and worse minutes, and one second in which it
 * stands still would be the p99 of all. The median of an odd number.
 */
const rounds = 7
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
  const isHot = ({ person }: Written): boolean => person === hot.person.key
  const wait = (list: readonly Written[]): number[] => waitsOf(list, graph.ledger.seen)
  const without: Written[] = []
  const both: Written[] = []
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const calm = await write('without', nextOther, { rate: perSecond, lasting: seconds })
    const shared = await write('with', half, { rate: perSecond * 2, lasting: seconds })
    const besideIt = shared.filter((each) => !isHot(each))
    ratios.push(quantile(wait(besideIt), 0.99) / quantile(wait(calm), 0.99))
    without.push(...calm)
    both.push(...shared)
  }
  const isSettled = await untilSettled(scene, settleMs)
  await scene.dismissWorkers()

  const turns = await findTurns(database)
  const verdict = judge({ written: all, seen: graph.ledger.seen, turns })
  const ratio = quantile(ratios, 0.5)
  const range = `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`
  const describe = async (name: string, written: readonly Written[]): Promise<string[]> => [
    `${name.padEnd(26)} ${describeWaits(wait(written))}`,
    ...describeStretches(await whereTimeGoes(database, { written, seen: graph.ledger.seen }), 24),
  ]
  return {
    scene,
    played: { graph, written: all, turns, verdict, kills: 0, isSettled },
    ratio,
    lines: [
      ...(await describe('others without it', without)),
      ...(await describe(
        'others with it',
        both.filter((each) => !isHot(each)),
      )),
      ...(await describe('the hot one', both.filter(isHot))),
      `the others' p99 is ${ratio.toFixed(2)} times as long with it, median of ${rounds} rounds (${range}; at most ${mostRatio})`,
    ],
    failures: ratio <= mostRatio ? [] : [`the others' p99 was ${ratio.toFixed(2)} times as long`],
  }
}
