import test from 'ava'
import { conclude, type NotShown, type SeenBefore } from '../../src/domain/look-up.ts'

/** The claim, by Facebook's clock. */
const claimTs = Date.UTC(2026, 10, 28, 12)
const seconds = (count: number): number => claimTs + count * 1_000
const nothing: SeenBefore = { shownTs: undefined, listLagMs: undefined }
const endedMs = 45_000

/** A thread of two messages: one of last week, and the customer's message just before the claim. */
function listOf(facts: Partial<NotShown> = {}): NotShown {
  return {
    is: 'not_shown',
    facebookTs: seconds(3),
    claimTs,
    oldestTs: seconds(-600_000),
    newestTs: seconds(-1),
    isComplete: true,
    showsCause: 'yes',
    ...facts,
  }
}

test('a list may be as far behind as its newest item is old: it proves that much later', (t) => {
  t.like(conclude(listOf(), nothing, endedMs), { listLagMs: 5_000, provesFromAgeMs: 50_000 })
  const later = conclude(
    listOf({ facebookTs: seconds(20) }),
    { shownTs: seconds(-1), listLagMs: 5_000 },
    endedMs,
  )
  t.like(later, { listLagMs: 5_000, provesFromAgeMs: 50_000 }, 'the first look-up told most')
  const busy = listOf({ facebookTs: seconds(60), newestTs: seconds(59) })
  t.like(conclude(busy, nothing, endedMs), { listLagMs: 2_000, provesFromAgeMs: 47_000 })
})

test('a list that is empty, or does not show what the message replies to, proves nothing', (t) => {
  const empty = listOf({ oldestTs: undefined, newestTs: undefined, showsCause: 'no' })
  t.like(conclude(empty, nothing, endedMs), { listLagMs: undefined, provesFromAgeMs: undefined })
  const lagging = listOf({ newestTs: seconds(-600_000), showsCause: 'no' })
  t.like(conclude(lagging, nothing, endedMs), { listLagMs: undefined, provesFromAgeMs: undefined })
  t.like(conclude(empty, { shownTs: seconds(-1), listLagMs: 5_000 }, endedMs), { provesFromAgeMs: undefined })
})

test('for an event that no list shows, a lag of a minute is assumed', (t) => {
  const empty = listOf({ oldestTs: undefined, newestTs: undefined, showsCause: 'never' })
  t.like(conclude(empty, nothing, endedMs), { listLagMs: 60_000, provesFromAgeMs: 105_000 })
})

test('a list that went back is of another server: what an earlier one told of the lag does not count', (t) => {
  const back = listOf({ facebookTs: seconds(40), newestTs: seconds(-1) })
  t.like(conclude(back, { shownTs: seconds(8), listLagMs: 1_000 }, endedMs), {
    shownTs: seconds(8),
    listLagMs: 42_000,
    provesFromAgeMs: 87_000,
  })
})

test('a list that does not reach back to the claim proves nothing, unless earlier ones have shown the rest', (t) => {
  const cut = listOf({
    isComplete: false,
    facebookTs: seconds(50),
    oldestTs: seconds(30),
    newestTs: seconds(49),
  })
  t.like(conclude(cut, nothing, endedMs), { shownTs: undefined, provesFromAgeMs: undefined })
  const gap = { shownTs: seconds(29), listLagMs: 2_000 }
  t.like(conclude(cut, gap, endedMs), { shownTs: seconds(29), provesFromAgeMs: undefined })
  const sameSecond = { shownTs: seconds(30), listLagMs: 2_000 }
  t.like(conclude(cut, sameSecond, endedMs), { provesFromAgeMs: undefined }, 'this second may have more')
  const overlap = { shownTs: seconds(31), listLagMs: 2_000 }
  t.like(conclude(cut, overlap, endedMs), { shownTs: seconds(49), provesFromAgeMs: 47_000 })
  t.like(conclude(listOf({ ...cut, oldestTs: seconds(-1) }), nothing, endedMs), { shownTs: seconds(49) })
})

test('the faster a thread is, the sooner the next look-up must come', (t) => {
  const list = { isComplete: false, newestTs: seconds(20) }
  t.is(conclude(listOf({ ...list, oldestTs: seconds(0) }), nothing, endedMs).lookAgainWithinMs, 10_000)
  t.is(conclude(listOf({ ...list, oldestTs: seconds(19) }), nothing, endedMs).lookAgainWithinMs, 1_000)
  t.is(conclude(listOf(), nothing, endedMs).lookAgainWithinMs, undefined)
})
