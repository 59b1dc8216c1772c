/** wit.ai dies, falls silent or becomes slow while people write: everybody is answered in time, by the local provider. */
import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type SimulatedWit, startWit } from '../../sandbox/wit/server.ts'
import { trainWit } from '../../sandbox/wit/train.ts'
import type { Writer } from './chatter.ts'
import { examples } from './echoing-storyboard.ts'
import { countedSince, type Sample } from './exposition.ts'
import { findProviders } from './found-turns.ts'
import { openPlay, type Result } from './play.ts'
import type { ConverseSettings } from './settings.ts'
import type { Setup } from './setup.ts'
import { linesOfStretches } from './waits.ts'
import { areCounted, judgeWit, type WitIllness } from './wit-verdict.ts'

const token = 'wit-server-token'
/** The share of the messages that is written first, while wit.ai is well: else its silence would prove nothing. */
const shareBefore = 0.2

export async function playWit(settings: ConverseSettings & { readonly wit: WitIllness }): Promise<Result> {
  const { seed, replies, wit: illness } = settings
  const wit = await startWit({ token, answers: trainWit(examples.intents), seed })
  const env = { WIT_TOKEN: token, WIT_API_URL: wit.url }
  const play = await openPlay(settings, {
    understands: true,
    env,
    hasBoard: true,
  })
  const { setup } = play
  const { seen } = setup.graph.ledger

  const before = await play.write({ messages: Math.ceil(replies * shareBefore), words: freeText })
  const wasWell = await play.settle()
  const well = await readWhenCounted(setup, before.length)
  console.log(`wit.ai is ${illness}`)
  await fallIll(wit, { illness, seconds: settings.witSeconds })
  const ill = await play.write({ messages: replies, words: freeText })
  const isSettled = (await play.settle()) && wasWell
  const toldAt = new Map(wit.toldAt)
  const played = await play.finish([...before, ...ill], isSettled)
  const since = countedSince(well, await setup.readMetrics())
  await wit.close()
  const { unanswered } = played.verdict
  const stored = await findProviders(setup.database)
  const judged = judgeWit({ illness, before, ill, seen, unanswered, toldAt, well, since, stored })
  return {
    setup,
    played,
    failures: judged.failures,
    lines: [
      ...judged.lines,
      ['where the time went meanwhile', ''],
      ...linesOfStretches(ill, { turns: played.turns, seen }),
      ['load average of the machine', `${(loadavg()[0] ?? 0).toFixed(1)}, ${cpus().length} cores`],
    ],
  }
}

async function readWhenCounted({ readMetrics }: Setup, messages: number): Promise<readonly Sample[]> {
  const giveUpAt = Date.now() + 15_000
  for (;;) {
    const samples = await readMetrics()
    if (areCounted(samples, messages) || Date.now() > giveUpAt) return samples
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
