/**
 * A short, lively day on the Page of a coffee shop: about 120 events, each with a line that says who did what. The events are in
 * day-script.ts; they are made, signed and kept in a ledger like those of the random world.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { noFaults } from '../faults.ts'
import { createLedger } from '../ledger/ledger.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import { seal } from '../webhooks/packing.ts'
import type { Sender } from '../webhooks/sender.ts'
import { playDayScript } from './day-script.ts'
import { createDaySteps } from './day-steps.ts'
import { createRandom } from './random.ts'
import { createToldWorld } from './told-world.ts'
import { createPage } from './world.ts'

export interface Moment {
  /** Who did what, in one line without the time. */
  readonly line: string
  /** Simulated time, ms. */
  readonly time: number
  readonly delivery: Delivery
}

interface DayOptions {
  readonly secret: string
  readonly seed?: number | string
  /** When the shop opens, ms; by default so that it closes about now. */
  readonly baseTime?: number
}

/** The same seed, secret and base time give the same bytes. */
export function createDay({ secret, seed = 'a day', baseTime = Date.now() - dayMs }: DayOptions) {
  const random = createRandom(seed)
  const ledger = createLedger()
  const told = createToldWorld({ random, ledger, memory: 'all', baseTime })
  const { world } = told
  const page = createPage(world, { id: world.ids.page(), name: 'Kestrel & Crumb', token: '' })
  const moments: Moment[] = []
  let lastId = 0
  const packer = { random, faults: noFaults, secret, nextId: () => (lastId += 1) }
  const steps = createDaySteps({
    world,
    page,
    step(line, seconds, happen) {
      told.advance(seconds * 1000)
      const result = happen()
      moments.push({ line, time: world.now(), delivery: seal(packer, told.takeItems()) })
      return result
    },
    again(line) {
      const last = moments.at(-1)
      if (last !== undefined) moments.push({ ...last, line })
    },
    swapLast: () => void moments.push(...moments.splice(-2).toReversed()),
  })
  playDayScript(steps)
  return { page, ledger, moments }
}

/** How long the day lasts in simulated time: seven hours. */
export const dayMs = 7 * 60 * 60 * 1000

interface PlayDayOptions {
  readonly day: ReturnType<typeof createDay>
  readonly sender: Sender
  /** How long the day takes to watch, ms. */
  readonly lengthMs?: number
  /** Just before a moment is sent. */
  readonly onMoment?: (moment: Moment, index: number) => void
  /** With the reply's outcome. */
  readonly onSent?: (moment: Moment, outcome: string) => void
  readonly signal?: AbortSignal
}

/** Sends the moments one after another, evenly paced; resolves when the last has come to its end. */
export async function playDay(options: PlayDayOptions): Promise<void> {
  const { day, sender, lengthMs = 12_000, onMoment, onSent, signal } = options
  const startedMs = Date.now()
  const underWay: Promise<void>[] = []
  for (const [index, moment] of day.moments.entries()) {
    const waitMs = startedMs + (index * lengthMs) / day.moments.length - Date.now()
    if (waitMs > 0) await pause(waitMs)
    if (signal?.aborted === true) break
    onMoment?.(moment, index)
    underWay.push(sender.send(moment.delivery).then((outcome) => onSent?.(moment, outcome)))
  }
  await Promise.all(underWay)
}
