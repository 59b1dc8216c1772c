import { setTimeout as pause } from 'node:timers/promises'
import { countLeft } from './found-turns.ts'
import type { Setup } from './setup.ts'

/**
 * True when everything has come to its end: all webhooks delivered, every turn handled, every row of `outbound` settled and
 * recorded, no job left. False when something is left after `ms`.
 */
export async function untilSettled(setup: Setup, ms: number): Promise<boolean> {
  const giveUpAt = Date.now() + ms
  for (let quiet = 0; quiet < 3;) {
    if (Date.now() > giveUpAt) return false
    const left = setup.graph.outbox.pending + (await countLeft(setup.database))
    const open = left === 0 ? Object.keys(await setup.installation.queues.countOpen()).length : 1
    quiet = open === 0 ? quiet + 1 : 0
    await pause(150)
  }
  return true
}
