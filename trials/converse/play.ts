/** The parts that all conversation trials share: people who write, progress, settling, and the verdict at the end. */
import { checkAgainstDatabase } from '../../sandbox/facebook/ledger/check-tables.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import type { Line } from '../report.ts'
import { chatter, type ChatterOptions, createWriters, inTurn, type Written } from './chatter.ts'
import { countRecorded, findCommentReplies, findTurns } from './found-turns.ts'
import { startProgress } from './progress.ts'
import type { Played } from './report.ts'
import type { ConverseSettings } from './settings.ts'
import { openSetup, type Setup, type SetupOptions } from './setup.ts'
import { judge } from './verdict.ts'

/** What one mode of `chaos:converse` leaves to be reported. */
export interface Result {
  readonly setup: Setup
  readonly played: Played
  /** What this mode measures besides, and what of it did not hold. */
  readonly lines: readonly Line[]
  readonly failures: readonly string[]
}

/** The longest time in which nothing is settled. A look-up in a thread that was quiet for minutes waits as long. */
const settleMs = 900_000

export async function openPlay(settings: ConverseSettings, options: Partial<SetupOptions> = {}) {
  const { seed, people, perSecond, shuffleMs } = settings
  const setup = await openSetup({ ...settings, ...options })
  const { graph, database } = setup
  const random = createRandom(`${seed} people`)
  const writers = createWriters(graph, { people, pageIds: setup.pageIds })
  const next = inTurn(writers, random)
  const killed = { count: 0 }
  const progress = startProgress(setup, killed)
  return {
    setup,
    random,
    writers,
    progress,
    /** Workers so far. */
    killed,
    /** In turn, everybody; resolves when all is written. */
    write: (given: Partial<ChatterOptions> & { readonly messages: number }) =>
      chatter({
        graph,
        random,
        next,
        perSecond,
        shuffleMs,
        doubled: 0.1,
        onWrite: progress.onWrite,
        ...given,
      }),
    settle: () => setup.untilSettled(settleMs),
    /** Workers have stopped, and everything that was written is judged. */
    async finish(
      written: readonly Written[],
      isSettled: boolean,
      isOfAgent: (text: string | undefined) => boolean = () => false,
    ): Promise<Played> {
      await progress.stop()
      await setup.stopWorkers()
      const [turns, recorded] = [await findTurns(database), await countRecorded(database)]
      const inMessenger = graph.ledger.seen.filter(({ via }) => via !== 'comment')
      const seen = inMessenger.filter(({ text }) => !isOfAgent(text))
      for (const { mid, text } of inMessenger) if (isOfAgent(text)) recorded.delete(mid)
      const comments = await findCommentReplies(database)
      const { afterthoughts } = graph.ledger
      const verdict = judge({ written, seen, turns, recorded, afterthoughts, comments })
      const limits = { deadlineMs: 20_000, quietMs: 2_000 }
      const tables =
        settings.faults === 0
          ? await checkAgainstDatabase(graph.ledger, setup.installation.databaseUrl, limits)
          : undefined
      return { graph, written, turns, verdict, kills: killed.count, isSettled, tables }
    },
  }
}

/** A storm of minutes meets what happens in production in hours. */
export const stormWaits = {
  sendMs: 1_500,
  claimMs: 2_500,
  graceMs: 1_500,
  endedAfterErrorMs: 1_500,
  endedAfterSilenceMs: 3_500,
  giveUpMs: 60_000,
}
