import test from 'ava'
import { createWitGate } from '../../src/nlp/wit-gate.ts'

test('some failures in a row are a rest; after it one asks for all, and success ends it', (t) => {
  const gate = createWitGate({ failures: 2, restMs: 100 })
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(99), 'resting')
  t.is(gate.enter(100), undefined)
  t.is(gate.enter(100), 'resting')
  gate.succeeded()
  t.is(gate.enter(100), undefined)
})

test('what was under way when the rest began makes it no longer, whenever it fails', (t) => {
  const gate = createWitGate({ failures: 2, restMs: 1_000 })
  for (let call = 0; call < 10; call += 1) t.is(gate.enter(0), undefined)
  for (let call = 0; call < 10; call += 1) gate.failed(1_500, { throttled: false, enteredAt: 0 })
  t.is(gate.enter(2_499), 'resting')
  t.is(gate.enter(2_500), undefined)
})

test('the call that tries after a rest is the only one until it is answered, and its failure doubles the rest', (t) => {
  const gate = createWitGate({ failures: 1, restMs: 1_000 })
  t.is(gate.enter(0), undefined)
  gate.failed(0)
  t.is(gate.enter(1_000), undefined)
  t.is(gate.enter(2_400), 'resting')
  gate.failed(2_500, { throttled: false, enteredAt: 1_000 })
  t.is(gate.enter(4_499), 'resting')
  t.is(gate.enter(4_500), undefined)
})

test('asks no more often than allowed in any minute, not only in those of the clock', (t) => {
  const gate = createWitGate({ perMinute: 3 })
  const enter = (now: number) => gate.enter(now)
  t.deepEqual([0, 50_000, 50_000, 50_000].map(enter), [undefined, undefined, undefined, 'rate_limit'])
  t.deepEqual([59_999, 60_000, 60_000].map(enter), ['rate_limit', undefined, 'rate_limit'])
  t.deepEqual([110_000, 110_000, 110_000].map(enter), [undefined, undefined, 'rate_limit'])

  const usual = createWitGate()
  const entries = Array.from({ length: 3_000 }, (_, index) => index * 100)
  const made = entries.filter((now) => usual.enter(now) === undefined)
  const inTheMinuteOf = (now: number) => made.filter((at) => at <= now && at > now - 60_000).length
  t.is(Math.max(...made.map(inTheMinuteOf)), 200)
  t.is(made.length, 1_000)
})

test('a clock that is set back does not close the gate', (t) => {
  const gate = createWitGate({ perMinute: 1 })
  t.is(gate.enter(3_600_000), undefined)
  t.is(gate.enter(0), undefined)
})
