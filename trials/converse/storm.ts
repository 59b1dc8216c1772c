/** Messages, faults and kills at once, until everything is settled; the test of order is the same without faults and kills. */
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { startRandomKills } from '../kills.ts'
import { repeat } from '../repeat.ts'
import {
  endFaultyCalls,
  raiseAfterthoughts,
  raiseForeignEchoes,
  raiseLateCommits,
  raiseLateEchoes,
  raiseStorm,
} from './graph-storm.ts'
import { openPlay, type Result, stormWaits as waits } from './play.ts'
import type { ConverseSettings } from './settings.ts'

const leftMs = 240_000
/** Kills and faulty calls end when so few replies are left: some worker must settle the last rows. */
const spared = 0.03
/** A response that comes so late finds a caller who has given up. */
const answerLateMs = waits.sendMs + 500

/** A Page may reply to 30 comments in a minute. */
const commentEveryMs = 2_000

/** On each Page in turn, a customer comments on one post. */
function startComments({ setup: { graph, pageIds }, writers }: Awaited<ReturnType<typeof openPlay>>) {
  const posts = pageIds.map((id) => graph.pagePosts(id, 'New beans').id)
  let count = 0
  return repeat(async ({ rest }) => {
    const [post, writer] = [posts[count % posts.length], writers[count % writers.length]]
    count += 1
    if (post !== undefined) writer?.person.comment(post, `comment ${count}`)
    await rest(commentEveryMs / posts.length)
  })
}

export async function playStorm(settings: ConverseSettings): Promise<Result> {
  const { seed, people, replies, killMs } = settings
  const play = await openPlay(settings, { waits })
  const { graph, installation, workers } = play.setup
  raiseStorm(graph, { share: settings.faults, lateMs: answerLateMs })
  if (settings.lateEchoSeconds > 0) raiseLateEchoes(graph, 1_000 * settings.lateEchoSeconds)
  if (settings.foreignEchoes) raiseForeignEchoes(graph)
  if (settings.lateCommitSeconds > 0) raiseLateCommits(graph, 1_000 * settings.lateCommitSeconds)
  if (settings.afterthoughts) raiseAfterthoughts(graph)
  const random = createRandom(`${seed} kills`)
  const kills = startRandomKills(installation, workers, { betweenMs: killMs, random, killed: play.killed })
  const comments = settings.afterthoughts ? startComments(play) : undefined
  const written = await play.write({ messages: replies, mostUnanswered: Math.max(50, people) })
  await comments?.stop()
  await play.progress.untilLeft(Math.ceil(replies * spared), leftMs)
  await kills.stop()
  endFaultyCalls(graph)
  const played = await play.finish(written, await play.settle())
  return { setup: play.setup, played, lines: [], failures: [] }
}
