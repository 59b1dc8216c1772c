/** Whether one customer who writes as much as all others together makes the others wait: the same others, without and with. */
import type { Line } from '../report.ts'
import { quantile } from '../statistics.ts'
import { createWriters, inTurn, type Writer, type Written } from './chatter.ts'
import { openPlay, type Result } from './play.ts'
import type { ConverseSettings } from './settings.ts'
import { describeWaits, linesOfStretches, waitsOf } from './waits.ts'

/** The longest wait of the others, as a multiple of the wait without the active customer. */
const mostRatio = 1.5
/**
 * Without and with in turn, each compared with the one before it: a machine has better and worse minutes, and one second in which it
 * stands still would be the p99 of all. The median of an odd number.
 */
const rounds = 7
/** Every process has compiled what it runs. */
const warmUpSeconds = 10

export async function playHot(settings: ConverseSettings): Promise<Result> {
  const { people, perSecond, seconds } = settings
  const play = await openPlay(settings)
  const { graph, pageIds } = play.setup
  const [hot] = createWriters(graph, { people: 1, pageIds, from: people })
  if (hot === undefined) throw new RangeError('there is no hot customer')
  const nextOther = inTurn(play.writers, play.random)
  let turn = 0
  const half = (): Writer => ((turn += 1) % 2 === 0 ? hot : nextOther())
  const isHot = ({ person }: Written): boolean => person === hot.person.key
  const wait = (list: readonly Written[]): number[] => waitsOf(list, graph.ledger.seen)
  const all: Written[] = []

  async function write(
    name: string,
    next: () => Writer,
    [rate, lasting]: readonly [number, number],
  ): Promise<readonly Written[]> {
    const messages = Math.round(rate * lasting)
    const written = await play.write({ next, messages, perSecond: rate, shuffleMs: 0, doubled: 0 })
    await play.settle()
    all.push(...written)
    console.log(`${name.padEnd(10)} ${describeWaits(wait(written))}`)
    return written
  }

  await write('warm-up', half, [perSecond * 2, warmUpSeconds])
  const without: Written[] = []
  const both: Written[] = []
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const calm = await write('without', nextOther, [perSecond, seconds])
    const shared = await write('with', half, [perSecond * 2, seconds])
    const others = shared.filter((each) => !isHot(each))
    ratios.push(quantile(wait(others), 0.99) / quantile(wait(calm), 0.99))
    without.push(...calm)
    both.push(...shared)
  }
  const played = await play.finish(all, await play.settle())
  const ratio = quantile(ratios, 0.5)
  const describe = (name: string, written: readonly Written[]): Line[] => [
    [name, describeWaits(wait(written))],
    ...linesOfStretches(written, { turns: played.turns, seen: graph.ledger.seen }),
  ]
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  return {
    setup: play.setup,
    played,
    lines: [
      ...describe('others without it', without),
      ...describe(
        'others with it',
        both.filter((each) => !isHot(each)),
      ),
      ...describe('the hot customer', both.filter(isHot)),
      [
        "the others' p99 with it, times as long",
        `${ratio.toFixed(2)}, median of ${rounds} rounds (${range}; at most ${mostRatio})`,
      ],
    ],
    failures: ratio <= mostRatio ? [] : [`the others' p99 was ${ratio.toFixed(2)} times as long`],
  }
}
