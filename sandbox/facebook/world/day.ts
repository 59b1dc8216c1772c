/**
 * A short, lively day on the Page of a coffee shop: about 120 events, each with a line that says who did what. The story is
 * in day-script.ts; the events are made, signed and kept in a ledger like those of the random world.
 */
import type { Item, Studio } from './cast.ts'
import { createContact, createPage } from './casting.ts'
import { tellDay } from './day-script.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import { noFaults } from '../faults.ts'
import { createIdentifiers } from './identifiers.ts'
import { createLedger } from '../ledger/event-ledger.ts'
import type { Ledger } from '../ledger/event-ledger.ts'
import { seal } from '../webhooks/packing.ts'
import { createRandom } from './random.ts'
import type { Sender } from '../webhooks/sender.ts'

export interface Moment {
  /** Who did what, in one line without the time. */
  readonly line: string
  /** When it happened in the story, ms. */
  readonly time: number
  readonly delivery: Delivery
}

export interface Day {
  readonly page: { readonly id: string; readonly name: string }
  readonly ledger: Ledger
  readonly moments: readonly Moment[]
}

export interface DayOptions {
  readonly secret: string
  readonly seed?: number | string
  /** When the shop opens, ms; by default so that it closes about now. */
  readonly baseTime?: number
}

/** The same seed, secret and base time give the same bytes. */
export function createDay({ secret, seed = 'a day', baseTime = Date.now() - dayMs }: DayOptions): Day {
  const random = createRandom(seed)
  const ids = createIdentifiers(random)
  const ledger = createLedger()
  const page = createPage(ledger, ids.page(), 'Kestrel & Crumb')
  let items: Item[] = []
  const studio: Studio = {
    random,
    faults: noFaults,
    ids,
    ledger,
    now: baseTime,
    order: 0,
    emit: (item) => items.push(item),
  }
  const moments: Moment[] = []
  let lastId = 0
  const packer = { random, faults: noFaults, secret, batch: [1, 1] as const, nextId: () => (lastId += 1) }

  tellDay({
    studio,
    page,
    person: (name) => {
      const psid = ids.person()
      return createContact(ledger, page, { psid, feedId: psid, name })
    },
    beat(line, seconds, act) {
      studio.now += seconds * 1000
      studio.order += 1
      items = []
      const result = act()
      if (items.length > 0) moments.push({ line, time: studio.now, delivery: seal(packer, items) })
      return result
    },
    again(line) {
      const last = moments.at(-1)
      if (last !== undefined) moments.push({ ...last, line })
    },
    swapLast() {
      const [before, after] = moments.splice(-2)
      if (before !== undefined && after !== undefined) moments.push(after, before)
    },
  })
  return { page, ledger, moments }
}

/** What the story takes in its own time: seven hours. */
export const dayMs = 7 * 60 * 60 * 1000

export interface PlayDayOptions {
  readonly day: Day
  readonly sender: Sender
  /** How long the day takes to watch, ms. */
  readonly lengthMs?: number
  /** Just before a moment is sent. */
  readonly onMoment?: (moment: Moment, index: number) => void
  /** With the answer's outcome. */
  readonly onSent?: (moment: Moment, outcome: string) => void
  readonly signal?: AbortSignal
}

/** Sends the moments one after another, evenly paced; resolves when the last has come to its end. */
export async function playDay({
  day,
  sender,
  lengthMs = 12_000,
  onMoment,
  onSent,
  signal,
}: PlayDayOptions): Promise<void> {
  const startedMs = Date.now()
  const underWay: Promise<void>[] = []
  for (const [index, moment] of day.moments.entries()) {
    const waitMs = startedMs + (index * lengthMs) / day.moments.length - Date.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (signal?.aborted === true) break
    onMoment?.(moment, index)
    underWay.push(sender.send(moment.delivery).then((outcome) => onSent?.(moment, outcome)))
  }
  await Promise.all(underWay)
}
