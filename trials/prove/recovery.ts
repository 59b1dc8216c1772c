import { setTimeout as pause } from 'node:timers/promises'
import type { Scene, Trouble } from './scene.ts'

/** After the end of a trouble, everything goes on within this. */
export const recoverWithinMs = 15_000
/** Where times are not judged: slow processors take longer, and what never goes on is found. */
const untimedMs = 120_000

/** From the end of the trouble to the first ack, the first new row and the first reply: the slowest of them, ms. */
export function recoveryOf({ pulses, sampling, setup }: Scene, { to }: Trouble): number {
  const firstAck = first(
    pulses.all.flatMap(({ ackedAt }) => ackedAt ?? []),
    to,
  )
  const firstReply = first(
    setup.graph.ledger.seen.map(({ at }) => at),
    to,
  )
  const before = Math.max(0, ...sampling.all.filter(({ at }) => at <= to).map(({ rows = 0 }) => rows))
  const grown = sampling.all.filter(({ rows = 0 }) => rows > before).map(({ at }) => at)
  return Math.max(firstAck, firstReply, first(grown, to)) - to
}

function first(times: readonly number[], from: number): number {
  return times.reduce((least, at) => (at > from && at < least ? at : least), Infinity)
}

/** Resolves some seconds after everything went on, or when it should have. */
export async function untilRecovered(scene: Scene, { isTimed }: { isTimed: boolean }): Promise<void> {
  const giveUpAt = Date.now() + (isTimed ? recoverWithinMs : untimedMs)
  const isRecovered = (): boolean =>
    scene.troubles.every((trouble) => Number.isFinite(recoveryOf(scene, trouble)))
  while (!isRecovered() && Date.now() < giveUpAt) await pause(250)
  await scene.calm(3)
}
