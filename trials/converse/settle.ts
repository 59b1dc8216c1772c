import { setTimeout as pause } from 'node:timers/promises'
import { countLeft } from './found-turns.ts'
import type { Scene } from './scene.ts'

/**
 * True when everything has come to its end: all webhooks delivered, every turn decided, every row of the outbox settled and
 * recorded, no job left. False when something is left after `ms`.
 */
export async function untilSettled(scene: Scene, ms: number): Promise<boolean> {
  const giveUpAt = Date.now() + ms
  for (let quiet = 0; quiet < 3;) {
    if (Date.now() > giveUpAt) return false
    const left = scene.graph.outbox.pending + (await countLeft(scene.database))
    const open = left === 0 ? Object.keys(await scene.queues.countOpen()).length : 1
    quiet = open === 0 ? quiet + 1 : 0
    await pause(150)
  }
  return true
}
