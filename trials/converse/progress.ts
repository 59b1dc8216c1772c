import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { repeat } from '../repeat.ts'
import { countLeft } from './found-turns.ts'
import { countFaults, countSettled } from './graph-storm.ts'
import type { Setup } from './setup.ts'

const everyMs = 3_000

/** A line now and then: messages written and seen, kills and faulty calls, and the work left. */
export function startProgress(
  { graph, database, installation }: Pick<Setup, 'graph' | 'database' | 'installation'>,
  killed: { readonly count: number },
) {
  const startedMs = performance.now()
  let written = 0
  const { stop } = repeat(async ({ rest, signal }) => {
    await rest(everyMs)
    if (signal.aborted) return
    const left = await countLeft(database)
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)
    const jobs = Object.entries(await installation.queues.countOpen()).map(
      ([name, count]) => `${name} ${count}`,
    )
    console.log(
      `${seconds} s  written ${written}, seen ${graph.ledger.seen.length}, ${left} to do, ${killed.count} kills, ` +
        `${countFaults(graph)} faulty calls; jobs: ${jobs.join(', ') || 'none'}`,
    )
  })
  return {
    stop,
    onWrite(): void {
      written += 1
    },
    /** Resolves when the tables have `most` turns and messages to settle or fewer, or after `ms`. */
    async untilOpen(most: number, ms: number): Promise<void> {
      const giveUpAt = Date.now() + ms
      while ((await countLeft(database)) > most && Date.now() < giveUpAt) await pause(200)
    },
    /** Resolves when `most` messages or fewer have no reply, or after `ms`. */
    async untilLeft(most: number, ms: number): Promise<void> {
      const giveUpAt = Date.now() + ms
      while (written - countSettled(graph) > most && Date.now() < giveUpAt) await pause(50)
    },
  }
}
