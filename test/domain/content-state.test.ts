import test from 'ava'
import * as fc from 'fast-check'
import { type ContentState, mergeStates, stateOf, unchanged } from '../../src/domain/content-state.ts'

/** Few values, so that equal times, numbers and texts are frequent. */
const ts = fc.integer({ min: 1, max: 4 })
const change = fc.oneof(
  fc.record(
    { text: fc.constantFrom('', 'a', 'b', '😀'), seq: fc.integer({ min: 0, max: 2 }) },
    { requiredKeys: ['text'] },
  ),
  fc.record({ hidden: fc.boolean() }),
  fc.record({ removed: fc.constant(true as const) }),
)
const single = fc.tuple(change, ts).map(([of, at]) => stateOf(of, at))
const state = fc.array(single, { maxLength: 4 }).map((states) => states.reduce(mergeStates, unchanged))

function same(a: ContentState, b: ContentState): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

test('states merge in any order, any grouping and any number of times to the same state', (t) => {
  const property = fc.property(
    state,
    state,
    state,
    (a, b, c) =>
      same(mergeStates(a, b), mergeStates(b, a)) &&
      same(mergeStates(mergeStates(a, b), c), mergeStates(a, mergeStates(b, c))) &&
      same(mergeStates(a, a), a) &&
      same(mergeStates(a, unchanged), a),
  )
  t.notThrows(() => fc.assert(property, { numRuns: 5000 }))
})

test('keeps the latest text, by its number and then by its time', (t) => {
  const first = stateOf({ text: 'one', seq: 1 }, 300)
  const second = stateOf({ text: 'two', seq: 2 }, 200)
  t.is(mergeStates(first, second).text, 'two')
  t.is(mergeStates(stateOf({ text: 'old' }, 100), stateOf({ text: 'new' }, 101)).text, 'new')
})

test('keeps the latest hide or unhide, and the first removal', (t) => {
  const hidden = stateOf({ hidden: true }, 100)
  const shown = stateOf({ hidden: false }, 200)
  t.like(mergeStates(shown, hidden), { hidden: false, hiddenTs: 200 })
  t.is(mergeStates(stateOf({ removed: true }, 300), stateOf({ removed: true }, 200)).removedTs, 200)
  t.deepEqual(mergeStates(hidden, stateOf({ removed: true }, 50)), { ...hidden, removedTs: 50 })
})
