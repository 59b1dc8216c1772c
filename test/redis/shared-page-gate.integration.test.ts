import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { everyPage, feedOf } from '../../src/facebook/graph/page-gate.ts'
import { createTestRedis } from '../helpers/redis.ts'

const { connection: redis, prefix, close } = await createTestRedis()
test.after.always(close)

/** Two workers with one clock that stands still, so that the speed of this machine does not matter. */
function openGates(name: string) {
  const clock = { at: Date.now() }
  const paused: unknown[] = []
  const pauses = { find: async () => undefined, pause: async (...args: unknown[]) => void paused.push(args) }
  const open = () => createPageGate({ pauses, redis, prefix: `${prefix}:${name}`, now: () => clock.at })
  return { clock, paused, one: open(), other: open() }
}

test('a slowed Page calls at its pace, over all workers together, and is not paused', async (t) => {
  const { clock, paused, one, other } = openGates('pace')
  await one.slow(asPageId('1001'), { betweenMs: 250, untilMs: clock.at + 60_000 })
  let calls = 0
  for (let ms = 0; ms < 10_000; ms += 50) {
    clock.at += 50
    for (const gate of [one, other])
      if ((await gate.pausedUntil(asPageId('1001'), { lane: 'messages' })) === undefined) calls += 1
  }
  t.is(calls, 40)
  t.is(await other.pausedUntil(asPageId('2002'), { lane: 'messages' }), undefined, 'the other Pages go on')
  t.deepEqual(paused, [])
})

test('each early call is told a time of its own, at the pace', async (t) => {
  const { clock, one, other } = openGates('places')
  await one.slow(asPageId('1001'), { betweenMs: 1_000, untilMs: clock.at + 60_000 })
  const told: unknown[] = []
  for (const gate of [one, other, one])
    told.push(await gate.pausedUntil(asPageId('1001'), { lane: 'messages' }))
  t.deepEqual(
    told,
    [1_000, 2_000, 3_000].map((ms) => ({ untilMs: clock.at + ms, reason: 'near_limit', isPlace: true })),
  )
  clock.at += 1_000
  t.is(await other.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
  t.deepEqual(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), {
    untilMs: clock.at + 3_000,
    reason: 'near_limit',
    isPlace: true,
  })
})

test('a pace that every response sets again keeps its places, and ends with its time', async (t) => {
  const { clock, one } = openGates('again')
  const pace = { betweenMs: 1_000, untilMs: clock.at + 60_000 }
  await one.slow(asPageId('1001'), pace)
  clock.at += 900
  await one.slow(asPageId('1001'), pace)
  clock.at += 100
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
  t.not(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
  clock.at += 60_000
  for (let call = 0; call < 5; call += 1)
    t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
})

test('all Pages share a pace of the whole app', async (t) => {
  const { clock, one } = openGates('app')
  await one.slow(everyPage, { betweenMs: 500, untilMs: clock.at + 60_000 })
  clock.at += 500
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
  t.deepEqual(await one.pausedUntil(asPageId('2002'), { lane: 'comments' }), {
    untilMs: clock.at + 500,
    reason: 'near_limit',
    isPlace: true,
  })
})

test('courtesies are left out while a Page is slowed, and take no place of a message', async (t) => {
  const { clock, one } = openGates('courtesies')
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'courtesies' }), undefined)
  await one.slow(asPageId('1001'), { betweenMs: 250, untilMs: clock.at + 60_000 })
  clock.at += 250
  t.deepEqual(await one.pausedUntil(asPageId('1001'), { lane: 'courtesies' }), {
    untilMs: clock.at + 250,
    reason: 'near_limit',
    isPlace: true,
  })
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
})

test('all workers together make at most two look-ups of a Page in any second', async (t) => {
  const { clock, one, other } = openGates('look-ups')
  const made: number[] = []
  for (let ms = 0; ms < 10_000; ms += 10) {
    clock.at += 10
    for (const gate of [one, other])
      if ((await gate.pausedUntil(asPageId('1001'), { lane: 'conversations' })) === undefined)
        made.push(clock.at)
  }
  const inASecond = made.map((at) => made.filter((each) => each >= at && each - at < 1_000).length)
  t.is(Math.max(...inASecond), 2)
  t.is(made.length, 19)
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
})

test('at most 10 media messages a second are sent, and they do not delay texts', async (t) => {
  const { one } = openGates('media')
  const media = await Promise.all(
    Array.from({ length: 11 }, () => one.pausedUntil(asPageId('1001'), { lane: 'media' })),
  )
  t.is(media.filter((pause) => pause === undefined).length, 10)
  t.is(media.find((pause) => pause !== undefined)?.reason, 'near_limit')
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
  t.is(await one.pausedUntil(asPageId('2002'), { lane: 'media' }), undefined)
})

test('public replies above the rate are told times one after the other, as far apart as the rate allows', async (t) => {
  const { clock, one, other } = openGates('comments')
  const told: (number | undefined)[] = []
  for (let call = 0; call < 35; call += 1) {
    const gate = call % 2 === 0 ? one : other
    told.push((await gate.pausedUntil(asPageId('1001'), { lane: 'comments' }))?.untilMs)
  }
  t.deepEqual(told.slice(0, 30), Array.from({ length: 30 }))
  const waits = told.slice(30).map((ms = 0) => ms - clock.at)
  const [first = 0] = waits
  t.true(first > 50_000 && first <= 60_000)
  for (const [place, ms] of waits.entries()) t.true(Math.abs(ms - first - place * 2_000) < 1_000, String(ms))
  t.is(await one.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
})

test('a feed that is slowed does not slow the messages of its Page', async (t) => {
  const { clock, one, other } = openGates('feed')
  await one.slow(feedOf(asPageId('1001')), { betweenMs: 30_000, untilMs: clock.at + 60_000 })
  t.is((await other.pausedUntil(asPageId('1001'), { lane: 'comments' }))?.untilMs, clock.at + 30_000)
  for (let call = 0; call < 3; call += 1)
    t.is(await other.pausedUntil(asPageId('1001'), { lane: 'messages' }), undefined)
})
