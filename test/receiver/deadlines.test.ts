import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { createDeadlines } from '../../src/receiver/deadlines.ts'

const never = new Promise<void>(() => undefined)

test('work that is done is met, and work that failed is not, without waiting', async (t) => {
  const deadlines = createDeadlines(3_600_000)
  t.true(await deadlines.isMet(Promise.resolve()))
  t.false(await deadlines.isMet(Promise.reject(new Error('refused'))))
})

test('work that takes too long is not met, each at its own time and never before', async (t) => {
  const ms = 40
  const deadlines = createDeadlines(ms)
  const waits = await Promise.all(
    [0, 15, 30].map(async (startMs) => {
      await pause(startMs)
      const started = performance.now()
      t.false(await deadlines.isMet(never))
      return performance.now() - started
    }),
  )
  t.true(
    waits.every((wait) => wait >= ms),
    String(waits),
  )
})

test('works again after all work ended, whatever ended before its time', async (t) => {
  const deadlines = createDeadlines(20)
  t.true(await deadlines.isMet(Promise.resolve()))
  t.false(await deadlines.isMet(never))
  const late = deadlines.isMet(never)
  const early = Array.from({ length: 100 }, () => deadlines.isMet(Promise.resolve()))
  t.deepEqual(new Set(await Promise.all(early)), new Set([true]))
  t.false(await late)
})

test('the result is given once, whatever the work does later', async (t) => {
  const deadlines = createDeadlines(1)
  const work = Promise.withResolvers<void>()
  const other = Promise.withResolvers<void>()
  t.deepEqual(await Promise.all([work, other].map(({ promise }) => deadlines.isMet(promise))), [false, false])
  work.resolve()
  other.reject(new Error('refused'))
  t.true(await deadlines.isMet(Promise.resolve()))
})
