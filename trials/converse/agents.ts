/** The storm, with agents of the console who work in the same conversations. */
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { startRandomKills } from '../kills.ts'
import { judgeAgents, type SentRow } from './agents-verdict.ts'
import { isOfAgent, startAgents } from './agent-team.ts'
import { endFaultyCalls, raiseStorm } from './graph-storm.ts'
import { openPlay, type Result, stormWaits as waits } from './play.ts'
import type { ConverseSettings } from './settings.ts'
import type { Setup } from './setup.ts'

const leftMs = 240_000
/** Kills and faulty calls end when so little is left to do: some worker must settle the last rows. */
const spared = 0.03
const answerLateMs = waits.sendMs + 500
const undoMs = 400
/** Acts are chosen at random: a short storm on a slow machine has few. */
const eachActMs = 60_000
/** A send has this deadline. Then the simulated Facebook may take a moment to read it. */
const allowanceMs = waits.sendMs + 500

export async function playAgents(settings: ConverseSettings): Promise<Result> {
  const { seed, replies, killMs, agents } = settings
  const play = await openPlay(settings, { waits })
  const { graph, installation, workers, database } = play.setup
  raiseStorm(graph, { share: settings.faults, lateMs: answerLateMs })
  const random = createRandom(`${seed} kills`)
  const kills = startRandomKills(installation, workers, { betweenMs: killMs, random, killed: play.killed })
  const team = await startAgents(play.setup, {
    agents,
    writers: play.writers,
    random: createRandom(`${seed} agents`),
    undoMs,
  })
  const written = await play.write({ messages: replies })
  await team.untilEachAct(eachActMs)
  await team.stop()
  await play.progress.untilOpen(replies * spared, leftMs)
  await kills.stop()
  endFaultyCalls(graph)
  const played = await play.finish(written, await play.settle(), isOfAgent)
  const seen = graph.ledger.seen.filter(({ via }) => via !== 'comment')
  const judged = judgeAgents({ deeds: team.deeds, seen, rows: await findRows(database), allowanceMs })
  return {
    setup: play.setup,
    played,
    lines: judged.lines,
    failures: [...judged.failures, ...team.problems.slice(0, 8)],
  }
}

/** Messages of the bot and of agents in Messenger, in the order of their ids. */
async function findRows(database: Setup['database']): Promise<SentRow[]> {
  const rows = await query(
    database,
    `select o.id, c.pageId, c.psid, o.userId, o.state, o.reason, o.claimedTs,
      json_unquote(json_extract(o.action, '$.action.message.text')) text
      from outbound o join conversation c on c.id = o.conversationId
      where o.channel = 'facebookMessenger' order by o.id`,
  )
  return rows.map((row) => ({
    id: textOf(row, 'id'),
    page: textOf(row, 'pageId'),
    psid: textOf(row, 'psid'),
    text: textOf(row, 'text'),
    userId: textOf(row, 'userId') === '' ? undefined : textOf(row, 'userId'),
    state: textOf(row, 'state'),
    reason: textOf(row, 'reason'),
    claimedTs: Number(textOf(row, 'claimedTs')),
  }))
}
