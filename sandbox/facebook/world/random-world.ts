/**
 * People, Pages and what they do, by chance, made into signed deliveries. The same seed and options give the same bytes, however
 * the deliveries are asked for. Time inside moves forward by `gapMs` an event.
 */
import { createFaults, noFaults, type FaultShares } from '../faults.ts'
import { createLedger } from '../ledger/ledger.ts'
import { renewTimes, sign, type Delivery } from '../webhooks/delivery.ts'
import { pack, seal } from '../webhooks/packing.ts'
import { createAgenda, createAnyCustomer, type ChanceWorld } from './chance-world.ts'
import { somethingOnFeed, strangeOnFeed } from './feed-by-chance.ts'
import { createIdentifiers } from './identifiers.ts'
import { writeMessage } from './messenger-actions.ts'
import { somethingInMessenger } from './messenger-by-chance.ts'
import { strangeKind } from './other-messaging.ts'
import { opening } from './phrases.ts'
import { createRandom } from './random.ts'
import { createToldWorld } from './told-world.ts'
import { createPage, type World } from './world.ts'

export interface RandomWorldOptions {
  readonly seed: number | string
  /** The app secret that deliveries are signed with. */
  readonly secret: string
  /** How many different events there are to be; endless when left out. */
  readonly events?: number
  readonly people?: number
  readonly pages?: number
  /** Items a POST, least and most, at most 1,000. */
  readonly batch?: readonly [number, number]
  readonly faults?: FaultShares
  /** When the first event happens, ms. */
  readonly baseTime?: number
  /** Simulated time between two events, ms. */
  readonly gapMs?: number
  /** The share of Messenger among the events, 0..1. */
  readonly messenger?: number
  /** Keep column values as text, so that a report can name the wrong column. */
  readonly detail?: boolean
}

export type RandomWorld = ReturnType<typeof createRandomWorld>

export function createRandomWorld(options: RandomWorldOptions) {
  const {
    seed,
    secret,
    events = Infinity,
    people = 500,
    pages: pageCount = 3,
    batch = [1, 1],
    baseTime = Date.now(),
    gapMs = 25,
    messenger = 0.55,
    detail = true,
  } = options
  const random = createRandom(seed)
  const faults = createFaults({ seed, initial: options.faults })
  // Chance of its own for how events are packed and delivered, so that the same seed gives the same events whatever goes wrong.
  const mishaps = createRandom(`${seed} mishaps`)
  const mishapIds = createIdentifiers(mishaps)
  const mishapFaults = createFaults({ seed: `${seed} mishaps`, initial: options.faults })
  const ledger = createLedger({ detail })
  const told = createToldWorld({ random, ledger, memory: 'newest', baseTime, faults })
  const world: ChanceWorld = Object.assign(told.world, {
    agenda: createAgenda(),
    anyCustomer: createAnyCustomer(told.world, people),
  })
  const pages = Array.from({ length: pageCount }, (_, index) =>
    createPage(world, { id: world.ids.page(), name: `Café Nº ${index + 1} ☕`, token: '' }),
  )
  let lastId = 0
  const packer = { random: mishaps, faults: mishapFaults, secret, batch, nextId: () => (lastId += 1) }
  const windowItems = Math.max(1000, batch[1] * 4)
  let ready: Delivery[] = []
  /** Held back, or to be repeated, with the number of windows still to wait. */
  let waiting: { readonly windows: number; readonly delivery: Delivery }[] = []
  let made = 0

  return {
    ledger,
    pages,
    /** Deliveries holding `count` items or a little more; none when the world has ended. Copies and forgeries count too. */
    next(count: number): Delivery[] {
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
    const before = ledger.events.length
    while (ledger.events.length - before < wanted) step()
    made += ledger.events.length - before
    const fresh = pack(packer, told.takeItems())
    const ended = made >= events
    const due = waiting.filter(({ windows }) => ended || windows <= 0).map(({ delivery }) => delivery)
    waiting = waiting
      .filter(({ windows }) => !ended && windows > 0)
      .map(({ windows, delivery }) => ({ windows: windows - 1, delivery }))
    ready = [...fresh.flatMap((delivery) => misbehave(delivery)), ...due]
    // What was held back in the very last window still has to go.
    if (ended) ready.push(...waiting.splice(0).map(({ delivery }) => delivery))
    return true
  }

  function step(): void {
    told.advance(gapMs * (0.5 + random.next()))
    const before = ledger.events.length
    for (let attempt = 0; ledger.events.length === before; attempt += 1) {
      const due = world.agenda.due(world.now())
      if (due !== undefined) due()
      else if (attempt > 50)
        writeMessage(world, world.anyCustomer(random.pick(pages)), { text: opening(random) })
      else somethingHappens()
    }
  }

  function somethingHappens(): void {
    const page = random.pick(pages)
    if (faults.happens('unknown-kinds')) {
      if (random.chance(0.5)) strangeKind(world, world.anyCustomer(page))
      else strangeOnFeed(world, page)
    } else if (random.chance(messenger)) somethingInMessenger(world, page)
    else somethingOnFeed(world, page)
  }

  /** The delivery and what goes wrong with it: held back, repeated, forged beside it, broken beside it. */
  function misbehave(delivery: Delivery): Delivery[] {
    const now: Delivery[] = []
    if (mishapFaults.happens('late')) waiting.push({ windows: 1 + mishaps.below(4), delivery })
    else now.push(delivery)
    if (mishaps.chance(0.5) && mishapFaults.happens('duplicates')) {
      const renewed = mishapFaults.happens('retry-time')
        ? renewTimes(delivery, { seconds: 1 + mishaps.below(7200), secret })
        : delivery
      if (mishaps.chance(0.5)) now.push(renewed)
      else waiting.push({ windows: mishaps.below(3), delivery: renewed })
    }
    if (mishapFaults.happens('wrong-secret')) now.push(forgery())
    if (mishapFaults.happens('malformed')) now.push(malformed())
    return now
  }

  /** A message that nobody wrote, signed with a secret that is not the app's. */
  function forgery(): Delivery {
    const threads = pages.flatMap((page) => [...page.threads.values()])
    const thread = threads.length === 0 ? world.anyCustomer(mishaps.pick(pages)) : mishaps.pick(threads)
    const { order } = world
    const forging: World = {
      ...world,
      order,
      random: mishaps,
      ids: mishapIds,
      faults: noFaults,
      memory: 'all',
    }
    const { message } = writeMessage(forging, thread, { text: opening(mishaps) })
    thread.messages.pop()
    ledger.events.forge(message.event)
    return seal(packer, told.takeItems(), `not ${secret}`)
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
    ledger.events.malformed.push({ body, acked: false })
    return { ...delivery, body, signature: sign(body, secret), kind: 'malformed' }
  }
}
