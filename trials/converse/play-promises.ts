/** Comments and calls for an agent, each of another customer, while Facebook refuses acts and workers are killed. */
import { setTimeout as pause } from 'node:timers/promises'
import { startRandomKills } from '../kills.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { endFaultyCalls, raiseStorm } from './graph-storm.ts'
import { openPlay, type Result, stormWaits as waits } from './play.ts'
import { judgePromises, promising } from './promises.ts'
import type { ConverseSettings } from './settings.ts'
import { judge } from './verdict.ts'

const refusedShare = 0.15
const leftMs = 240_000
/** Kills and faulty calls end when so little is left to do: some worker must settle the last rows. */
const spared = 0.03

export async function playPromises(settings: ConverseSettings): Promise<Result> {
  const { seed, replies, perSecond, faults, killMs } = settings
  const play = await openPlay({ ...settings, people: replies }, { waits, storyboard: promising })
  const { setup, writers, progress, killed } = play
  const { graph, installation, workers } = setup
  raiseStorm(graph, { share: faults, lateMs: waits.sendMs + 500 })
  graph.faults.set('refuse-private-reply', refusedShare)
  graph.faults.set('refuse-control', refusedShare)
  const random = createRandom(`${seed} kills`)
  const kills = startRandomKills(installation, workers, { betweenMs: killMs, random, killed })
  const posts = new Map(setup.pageIds.map((page) => [page, graph.pagePosts(page, 'New beans').id]))
  for (const [index, { person, page }] of writers.entries()) {
    if (index % 2 === 0) person.comment(posts.get(page) ?? '', 'How much?')
    else person.write(page, 'an agent, please')
    progress.onWrite()
    await pause(1_000 / perSecond)
  }
  await progress.untilOpen(replies * spared, leftMs)
  await kills.stop()
  endFaultyCalls(graph)
  const isSettled = await play.settle()
  await progress.stop()
  await setup.stopWorkers()
  const handedOver = new Set(
    writers.flatMap(({ person, page }) => {
      const psid = person.psid(page)
      return graph.page(page)?.threads.get(psid)?.owner === undefined ? [] : [`${page} ${psid}`]
    }),
  )
  const { seen } = graph.ledger
  const { promised, toldInstead, toldNobody, broken } = judgePromises({ seen, handedOver })
  const verdict = judge({ written: [], seen: [], turns: [] })
  return {
    setup,
    played: { graph, written: [], turns: [], verdict, kills: killed.count, isSettled },
    lines: [
      ['conversations', writers.length],
      ['promised in public', promised],
      ['told in public to write', toldInstead],
      ['handed over', handedOver.size],
      ['told that nobody is here', toldNobody],
      ['texts that were not true', broken.length],
    ],
    failures: [
      ...broken.slice(0, 8),
      ...(promised > 0 && toldInstead > 0 && toldNobody > 0 && handedOver.size > 0
        ? []
        : ['not every case happened: nothing is proved']),
    ],
  }
}
