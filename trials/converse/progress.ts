import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { countLeft } from './found-turns.ts'
import { countFaults } from './graph-storm.ts'
import type { Kills } from './kills.ts'
import type { Scene } from './scene.ts'

export interface Progress {
  onWrite(): void
  /** Resolves when at most so many messages have no answer, or after `ms`. */
  untilLeft(most: number, ms: number): Promise<void>
  stop(): Promise<void>
}

const everyMs = 3_000

/** A line now and then: what was written, seen, killed and hurt, and how much is left to do. */
export function startProgress(
  { graph, database, queues }: Pick<Scene, 'graph' | 'database' | 'queues'>,
  { kills, say }: { kills?: Kills; say: (line: string) => void },
): Progress {
  const startedMs = performance.now()
  const stopping = new AbortController()
  let written = 0
  async function run(): Promise<void> {
    for (;;) {
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      const left = await countLeft(database)
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)
      const hurt = `${kills?.count ?? 0} kills, ${countFaults(graph)} faulty calls`
      const jobs = Object.entries(await queues.countOpen()).map(([name, count]) => `${name} ${count}`)
      say(
        `${seconds} s  written ${written}, seen ${graph.ledger.seen.length}, ${left} to do, ${hurt}; jobs: ${jobs.join(', ')}`,
      )
    }
  }
  const ran = run()
  return {
    onWrite() {
      written += 1
    },
    async untilLeft(most, ms) {
      const giveUpAt = Date.now() + ms
      while (written - graph.ledger.seen.length > most && Date.now() < giveUpAt) await pause(50)
    },
    async stop() {
      stopping.abort()
      await ran
    },
  }
}
