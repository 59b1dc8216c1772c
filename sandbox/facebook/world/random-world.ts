/**
 * The simulated Facebook's world: people, Pages and what they do, made into signed deliveries. The same seed and options
 * give the same bytes, however the deliveries are asked for. Time inside moves forward by `gapMs` an event.
 */
import { createAgenda } from './agenda.ts'
import type { Item } from './cast.ts'
import { createCast } from './casting.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import { renewTimes } from '../webhooks/delivery.ts'
import { noFaults } from '../faults.ts'
import type { Faults } from '../faults.ts'
import { somethingOnFeed } from './feed-by-chance.ts'
import { createIdentifiers } from './identifiers.ts'
import { createLedger } from '../ledger/event-ledger.ts'
import type { Ledger } from '../ledger/event-ledger.ts'
import { writeMessage } from './messenger-actions.ts'
import { somethingInMessenger } from './messenger-by-chance.ts'
import { strangeKind } from './other-messaging.ts'
import { pack, seal } from '../webhooks/packing.ts'
import { strangeChange } from './page-actions.ts'
import { opening } from './phrases.ts'
import { createRandom } from './random.ts'
import { sign } from '../webhooks/sign.ts'
import type { Stage } from './stage.ts'

export interface WorldOptions {
  readonly seed: number | string
  /** The app secret that deliveries are signed with. */
  readonly secret: string
  /** How many different events there are to be; endless when left out. */
  readonly events?: number
  readonly people?: number
  readonly pages?: number
  /** Items a POST, least and most, at most 1,000. */
  readonly batch?: readonly [number, number]
  readonly faults?: Faults
  /** When the first event happens, ms. */
  readonly baseTime?: number
  /** Simulated time between two events, ms. */
  readonly gapMs?: number
  /** The share of Messenger among the events, 0..1. */
  readonly messenger?: number
  /** Keep column values as text, so that a report can name the wrong column. */
  readonly detail?: boolean
}

export interface World {
  readonly ledger: Ledger
  readonly pages: readonly { readonly id: string; readonly name: string }[]
  /** Deliveries holding `count` items or a little more; none when the world has ended. Copies and forgeries count too. */
  next(count: number): Delivery[]
}

export function createWorld(options: WorldOptions): World {
  const {
    seed,
    secret,
    events = Infinity,
    people = 500,
    pages: pageCount = 3,
    batch = [1, 1],
    faults = noFaults,
    baseTime = Date.now(),
    gapMs = 25,
    messenger = 0.55,
    detail = true,
  } = options
  const random = createRandom(seed)
  // Chance of its own for how events are packed and delivered, so that the same seed tells the same story whatever goes wrong.
  const mishaps = createRandom(`${seed} mishaps`)
  const mishapIds = createIdentifiers(mishaps)
  const ids = createIdentifiers(random)
  const ledger = createLedger({ detail })
  const { pages, someone } = createCast({ random, ids, ledger, people, pages: pageCount })
  let items: Item[] = []
  const stage: Stage = {
    random,
    faults,
    ids,
    ledger,
    pages,
    someone,
    agenda: createAgenda(),
    now: baseTime,
    order: 0,
    emit: (item) => items.push(item),
  }
  let lastId = 0
  const packer = { random: mishaps, faults, secret, batch, nextId: () => (lastId += 1) }
  const windowItems = Math.max(1000, batch[1] * 4)
  let ready: Delivery[] = []
  /** Held back, or to be repeated, with the number of windows still to wait. */
  let waiting: { readonly windows: number; readonly delivery: Delivery }[] = []
  let made = 0

  return {
    ledger,
    pages,
    next(count) {
      const taken: Delivery[] = []
      let size = 0
      while (size < count) {
        if (ready.length === 0 && !playWindow()) break
        const delivery = ready.shift()
        if (delivery === undefined) continue
        taken.push(delivery)
        size += Math.max(1, delivery.events.length)
      }
      return taken
    },
  }

  /** False when nothing is left to send. */
  function playWindow(): boolean {
    const wanted = Math.min(windowItems, events - made)
    if (wanted <= 0 && waiting.length === 0) return false
    items = []
    const before = ledger.length
    while (ledger.length - before < wanted) step()
    made += ledger.length - before
    const fresh = pack(packer, items)
    const ended = made >= events
    const due = waiting.filter(({ windows }) => ended || windows <= 0).map(({ delivery }) => delivery)
    waiting = waiting
      .filter(({ windows }) => !ended && windows > 0)
      .map(({ windows, delivery }) => ({ windows: windows - 1, delivery }))
    ready = [...fresh.flatMap((delivery) => misbehave(delivery)), ...due]
    // What was held back in the very last window still has to go.
    if (ended && waiting.length > 0) {
      ready.push(...waiting.map(({ delivery }) => delivery))
      waiting = []
    }
    return true
  }

  function step(): void {
    stage.now += gapMs * (0.5 + random.next())
    stage.order += 1
    const before = ledger.length
    for (let attempt = 0; ledger.length === before; attempt += 1) {
      const due = stage.agenda.due(stage.now)
      if (due !== undefined) due()
      else if (attempt > 50) writeMessage(stage, someone(random.pick(pages)), { text: opening(random) })
      else somethingHappens()
    }
  }

  function somethingHappens(): void {
    const page = random.pick(pages)
    if (random.chance(faults['unknown-kinds'])) {
      if (random.chance(0.5)) strangeKind(stage, someone(page))
      else strangeChange(stage, page)
    } else if (random.chance(messenger)) somethingInMessenger(stage, page)
    else somethingOnFeed(stage, page)
  }

  /** The delivery and what goes wrong with it: held back, repeated, forged beside it, broken beside it. */
  function misbehave(delivery: Delivery): Delivery[] {
    const now: Delivery[] = []
    if (mishaps.chance(faults.late)) waiting.push({ windows: 1 + mishaps.below(4), delivery })
    else now.push(delivery)
    if (mishaps.chance(faults.duplicates / 2)) {
      const renewed = mishaps.chance(faults['retry-time'])
        ? renewTimes(delivery, { seconds: 1 + mishaps.below(7200), secret })
        : delivery
      if (mishaps.chance(0.5)) now.push(renewed)
      else waiting.push({ windows: mishaps.below(3), delivery: renewed })
    }
    if (mishaps.chance(faults['wrong-secret'])) now.push(forgery())
    if (mishaps.chance(faults.malformed)) now.push(malformed())
    return now
  }

  /** A message that nobody wrote, signed with a secret that is not the app's. */
  function forgery(): Delivery {
    items = []
    const contact = mishaps.pick(mishaps.pick(pages.filter((page) => page.contacts.length > 0)).contacts)
    const message = writeMessage({ ...stage, random: mishaps, ids: mishapIds, faults: noFaults }, contact, {
      text: opening(mishaps),
    })
    contact.inbound.pop()
    ledger.forge(message.event)
    return seal(packer, items, `not ${secret}`)
  }

  function malformed(): Delivery {
    const id = (lastId += 1)
    const text = mishaps.pick([
      `{"object":"page","entry":[{"id":"${id}"`,
      `[${id}`,
      `{"object":"page","entry":[],"n":${id}}`,
      `{"object":"page","n":${id}}`,
    ])
    const body = Buffer.from(text, 'latin1')
    const delivery = seal({ ...packer, nextId: () => id }, [])
    ledger.malformed.push({ body, acked: false })
    return { ...delivery, body, signature: sign(body, secret), kind: 'malformed' }
  }
}
