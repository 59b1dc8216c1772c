import { createHmac } from 'node:crypto'
import test from 'ava'
import * as fc from 'fast-check'
import type { Delivery } from '../../../sandbox/facebook/webhooks/delivery.ts'
import { renewTimes } from '../../../sandbox/facebook/webhooks/delivery.ts'
import { decodeFaults } from '../../../sandbox/facebook/faults.ts'
import { eventOf, flag } from '../../../sandbox/facebook/ledger/event-ledger.ts'
import { createRandomWorld } from '../../../sandbox/facebook/world/random-world.ts'
import type { RandomWorld, RandomWorldOptions } from '../../../sandbox/facebook/world/random-world.ts'

const options: RandomWorldOptions = {
  seed: 7,
  secret: 'shh',
  events: 1500,
  people: 50,
  batch: [1, 40],
  baseTime: 1_780_000_000_000,
}

function everything(world: RandomWorld, chunk = 500): Delivery[] {
  const all: Delivery[] = []
  for (let some = world.next(chunk); some.length > 0; some = world.next(chunk)) all.push(...some)
  return all
}

interface Envelope {
  readonly entry: readonly {
    readonly id: string | number
    readonly time: number
    readonly changes?: unknown[]
    readonly messaging?: unknown[]
    readonly standby?: unknown[]
  }[]
}
function envelopeOf({ body }: Delivery): Envelope {
  return JSON.parse(body.toString('latin1'))
}

/** Every item that is told, once. */
function told(deliveries: readonly Delivery[]): string[] {
  const items = deliveries
    .filter(({ kind }) => kind === 'real')
    .flatMap((delivery) => envelopeOf(delivery).entry)
    .flatMap(({ changes = [], messaging = [] }) => [...changes, ...messaging])
    .map((item) => JSON.stringify(item))
  return [...new Set(items)].toSorted()
}

test('the same seed and options give the same bytes, however they are asked for', (t) => {
  const faults = decodeFaults('all')
  const one = everything(createRandomWorld({ ...options, faults }), 10_000)
  const other = everything(createRandomWorld({ ...options, faults }), 17)
  t.deepEqual(
    one.map(({ body, signature }) => [body.toString('latin1'), signature]),
    other.map(({ body, signature }) => [body.toString('latin1'), signature]),
  )
  const different = everything(createRandomWorld({ ...options, seed: 8, faults }))
  t.notDeepEqual(one[0]?.body, different[0]?.body)
})

test('both signatures are over the escaped bytes', (t) => {
  for (const { body, signature } of everything(createRandomWorld(options))) {
    t.is(signature.sha256, `sha256=${createHmac('sha256', 'shh').update(body).digest('hex')}`)
    t.is(signature.sha1, `sha1=${createHmac('sha1', 'shh').update(body).digest('hex')}`)
    t.regex(body.toString('latin1'), /^[\x20-\x7e]+$/)
  }
})

test('without faults every event is in exactly one delivery, and only what was asked for is made', (t) => {
  const world = createRandomWorld(options)
  const numbers = everything(world).flatMap(({ events }) => events)
  t.is(world.ledger.events.length, 1500)
  t.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 1500 }, (_, index) => index),
  )
})

test('items of a body are as many as its events, one regime a POST, one Page a Messenger POST, within the batch', (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), fc.boolean(), (seed, most, misbehaving) => {
      const world = createRandomWorld({
        ...options,
        seed,
        events: 1200,
        batch: [1, most],
        faults: decodeFaults(misbehaving ? 'all' : ''),
      })
      for (const delivery of everything(world)) {
        if (delivery.kind === 'malformed') continue
        const { entry } = envelopeOf(delivery)
        const items = entry.flatMap(({ changes = [], messaging = [], standby = [] }) => [
          ...changes,
          ...messaging,
          ...standby,
        ])
        t.is(items.length, delivery.events.length)
        t.true(items.length <= most + 1 && items.length <= 1000)
        t.true(entry.every(({ changes }) => (changes !== undefined) === (delivery.regime === 'page')))
        if (delivery.regime === 'messenger') t.is(delivery.pages.length, 1)
        for (const { changes, time } of entry) t.is(String(time).length, changes === undefined ? 13 : 10)
      }
    }),
    { numRuns: 12 },
  )
})

test('no two events have the same identity, under any seed and fault', (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(0.2, 5, 40, 900), (seed, gapMs) => {
      const world = createRandomWorld({
        ...options,
        seed,
        events: 3000,
        gapMs,
        people: 20,
        pages: 1,
        faults: decodeFaults('all'),
      })
      everything(world)
      const keys = new Set<number>()
      for (let event = 0; event < world.ledger.events.length; event += 1)
        keys.add(world.ledger.events.key.at(event))
      t.is(keys.size, world.ledger.events.length)
    }),
    { numRuns: 12 },
  )
})

test('every event goes out under every fault, copies are of known events, forgeries are signed with another secret', (t) => {
  const world = createRandomWorld({
    ...options,
    events: 4000,
    faults: decodeFaults('all,wrong-secret=0.2,duplicates=0.5'),
  })
  const deliveries = everything(world)
  const sent = new Set(deliveries.flatMap(({ events }) => events.map(eventOf)))
  t.is(sent.size, world.ledger.events.length)
  t.true(deliveries.flatMap(({ events }) => events).length > world.ledger.events.length * 1.3)
  const forged = deliveries.filter(({ kind }) => kind === 'forged')
  t.true(forged.length > 0)
  for (const { body, signature, events } of forged) {
    t.not(signature.sha256, `sha256=${createHmac('sha256', 'shh').update(body).digest('hex')}`)
    for (const event of events) t.true((world.ledger.events.flags.at(event) & flag.forged) !== 0)
  }
})

test('batch sizes and what goes wrong on the way change no event: the same seed tells the same story', (t) => {
  const onTheWay = 'duplicates=0.3,shuffle,late=0.2,retry-time,wrong-secret=0.1,malformed=0.1'
  const odd = 'all,malformed=0,wrong-secret=0,duplicates=0,shuffle=0,late=0,retry-time=0'
  const calm = everything(createRandomWorld({ ...options, batch: [1, 1], faults: decodeFaults(odd) }))
  const wild = everything(
    createRandomWorld({ ...options, batch: [1, 1000], faults: decodeFaults(`${odd},${onTheWay}`) }),
  )
  t.deepEqual(told(wild), told(calm))
})

test('time moves forward and people come back', (t) => {
  const world = createRandomWorld(options)
  everything(world)
  const { ts } = world.ledger.events
  for (let event = 1; event < ts.length; event += 1) t.true(ts.at(event) >= ts.at(event - 1) - 1200)
  t.true(world.ledger.events.people.items.length < 400)
})

test('a later copy of a delivery differs in entry.time alone and is signed anew; one with an event without a time is as it was', (t) => {
  const deliveries = everything(createRandomWorld(options))
  const timed = deliveries.filter(({ timeless }) => !timeless)
  for (const delivery of timed) {
    const later = renewTimes(delivery, { seconds: 60, secret: 'shh' })
    const moved = envelopeOf(delivery).entry.map((entry) => ({
      ...entry,
      time: entry.time + (String(entry.time).length > 10 ? 60_000 : 60),
    }))
    t.deepEqual(envelopeOf(later).entry, moved)
    t.is(later.signature.sha256, `sha256=${createHmac('sha256', 'shh').update(later.body).digest('hex')}`)
  }
  for (const delivery of deliveries.filter(({ timeless }) => timeless))
    t.is(renewTimes(delivery, { seconds: 60, secret: 'shh' }), delivery)
})

test('ids are strings of 15 to 17 digits, some beyond 2^53, and names are in many scripts', (t) => {
  const world = createRandomWorld({ ...options, people: 500, pages: 1 })
  everything(world)
  const ids = world.ledger.events.people.items.map((id) => id.replace('facebook:', ''))
  t.true(ids.every((id) => /^\d{15,17}$/.test(id)))
  t.true(ids.some((id) => BigInt(id) > 2n ** 53n))
  const names = world.ledger.events.names.items.join('')
  for (const script of [
    /\p{Script=Latin}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Han}/u,
    /\p{Emoji_Presentation}/u,
  ])
    t.regex(names, script)
})
