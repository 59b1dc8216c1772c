/** Whether a burst of comments makes customers in Messenger wait: the same customers, without and with, in turn. */
import { setTimeout as pause } from 'node:timers/promises'
import { quantile } from '../statistics.ts'
import { createWriters, inTurn, type Written } from './chatter.ts'
import { openPlay, type Result } from './play.ts'
import type { ConverseSettings } from './settings.ts'
import { describeWaits, linesOfStretches, waitsOf } from './waits.ts'

/** The longest wait of customers in Messenger, as a multiple of the wait without comments. */
const mostRatio = 1.5
/** Without and with in turn, as a machine has better and worse minutes. The median of an odd number. */
const rounds = 3
const comments = 200
/** Customers in Messenger who also commented: their public replies wait for the Page's rate. */
const commenters = 20
const warmUpSeconds = 10

export async function playBurst(settings: ConverseSettings): Promise<Result> {
  const { people, perSecond, seconds, answerSeconds } = settings
  const play = await openPlay(settings, { waits: { replyMs: 1_000 * answerSeconds } })
  const { graph, pageIds } = play.setup
  const [pageId = ''] = pageIds
  const others = createWriters(graph, { people: comments - commenters, pageIds, from: people })
  const commenting = [...play.writers.slice(0, commenters), ...others].map(({ person }) => person)
  const next = inTurn(play.writers, play.random)
  const all: Written[] = []
  const wait = (list: readonly Written[]): number[] => waitsOf(list, graph.ledger.seen)

  async function write(name: string, lasting: number, meanwhile?: () => Promise<void>): Promise<Written[]> {
    const messages = Math.round(perSecond * lasting)
    const burst = meanwhile?.()
    const written = await play.write({ next, messages, perSecond, shuffleMs: 0, doubled: 0 })
    await burst
    await play.settle() // public replies above the rate expire
    all.push(...written)
    console.log(`${name.padEnd(10)} ${describeWaits(wait(written))}`)
    return written
  }

  /** All of them comment on one post within a second. */
  async function comment(): Promise<void> {
    const { id } = graph.pagePosts(pageId, 'New beans')
    for (const person of commenting) {
      person.comment(id, 'How much?')
      await pause(1_000 / comments)
    }
  }

  await write('warm-up', warmUpSeconds)
  const [without, both]: [Written[], Written[]] = [[], []]
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const calm = await write('without', seconds)
    const beside = await write('with', seconds, comment)
    ratios.push(quantile(wait(beside), 0.99) / quantile(wait(calm), 0.99))
    without.push(...calm)
    both.push(...beside)
  }
  const replied = graph.ledger.seen.filter(({ via }) => via === 'comment').length
  const played = await play.finish(all, await play.settle())
  const known = { turns: played.turns, seen: graph.ledger.seen }
  const ratio = quantile(ratios, 0.5)
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  return {
    setup: play.setup,
    played,
    lines: [
      ['Messenger without comments', describeWaits(wait(without))],
      ...linesOfStretches(without, known),
      [`Messenger beside ${comments} comments`, describeWaits(wait(both))],
      ...linesOfStretches(both, known),
      [
        'p99 beside them, times as long',
        `${ratio.toFixed(2)}, median of ${rounds} rounds (${range}; at most ${mostRatio})`,
      ],
      ['public replies', `${replied} of ${comments * rounds}; the others expired at the Page's rate`],
    ],
    failures: [
      ...(ratio <= mostRatio ? [] : [`the p99 in Messenger was ${ratio.toFixed(2)} times as long`]),
      ...(replied > 0 ? [] : ['no comment got a public reply']),
    ],
  }
}
