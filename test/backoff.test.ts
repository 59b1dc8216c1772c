import test from 'ava'
import { backoffMs } from '../src/backoff.ts'

const options = { firstMs: 100, longestMs: 1_000 }

test('each wait is twice as long as the one before, up to the longest', (t) => {
  t.deepEqual(
    [1, 2, 3, 4, 5, 2_000].map((retry) => backoffMs(retry, options)),
    [100, 200, 400, 800, 1_000, 1_000],
  )
})

test('the jitter is the part of the wait that is random', (t) => {
  const waits = [0, 0.5, 1].map((random) => backoffMs(2, { ...options, jitter: 0.5, random: () => random }))
  t.deepEqual(waits, [200, 150, 100])
  t.is(backoffMs(2, { ...options, jitter: 1, random: () => 1 }), 0)
})

test('a wait has no decimals: BullMQ would store them as the delay of the job', (t) => {
  t.is(backoffMs(1, { ...options, jitter: 0.3, random: () => 0.333 }), 90)
})
