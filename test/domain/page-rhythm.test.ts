import test from 'ava'
import { silenceOf, slotMs } from '../../src/domain/page-rhythm.ts'

const week = (7 * 24 * 60 * 60_000) / slotMs
const now = 3_000_000 // a slot
const nowMs = now * slotMs + 90_000

/** `perSlot` events in each slot of the last `weeks`, up to `quietSlots` before now. */
function countsOf({ weeks = 4, perSlot = 5, quietSlots = 6 }): Map<number, number> {
  const counts = new Map<number, number>()
  for (let slot = now - weeks * week - 10; slot < now - quietSlots; slot += 1) counts.set(slot, perSlot)
  return counts
}

test('a Page that had events in these hours of each week is silent', (t) => {
  t.deepEqual(silenceOf(countsOf({}), nowMs), { sinceMs: (now - 6) * slotMs, usualEvents: 30 })
  t.deepEqual(silenceOf(countsOf({ weeks: 2 }), nowMs), { sinceMs: (now - 6) * slotMs, usualEvents: 30 })
})

test('less than two weeks, less than half an hour, and quiet hours tell nothing', (t) => {
  t.is(silenceOf(countsOf({ weeks: 1 }), nowMs), undefined)
  t.is(silenceOf(countsOf({ quietSlots: 2 }), nowMs), undefined)
  t.is(silenceOf(countsOf({ perSlot: 1 }), nowMs), undefined, 'six events in an hour')
  t.is(silenceOf(new Map(), nowMs), undefined)
})

test('a Page with few events is silent after a longer time', (t) => {
  t.deepEqual(silenceOf(countsOf({ perSlot: 1, quietSlots: 12 }), nowMs)?.usualEvents, 12)
})

test('one week without events in these hours is a usual rhythm', (t) => {
  const counts = countsOf({})
  for (let slot = now - 6; slot < now; slot += 1) counts.delete(slot - 2 * week)
  t.is(silenceOf(counts, nowMs), undefined)
})
