import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../sandbox/facebook/world/random.ts'
import type { Troupe } from './troupe.ts'

export interface Kills {
  readonly count: number
  stop(): Promise<number>
}

/**
 * `kill -9` of some worker that works, again and again, `betweenMs` (least, most) apart; but half of them always work: on a
 * machine where a start takes seconds there would be nobody to kill.
 */
export function startKills(
  troupe: Troupe,
  { betweenMs, random }: { betweenMs: readonly [number, number]; random: Random },
): Kills {
  const [least, most] = betweenMs
  const stopping = new AbortController()
  let count = 0
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await pause(least + random.next() * (most - least), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
      const working = troupe.working()
      if (stopping.signal.aborted || working.length <= troupe.size / 2) continue
      troupe.kill(random.pick(working))
      count += 1
    }
  }
  const ran = most > 0 ? run() : Promise.resolve()
  return {
    get count() {
      return count
    },
    async stop() {
      stopping.abort()
      await ran
      return count
    },
  }
}
