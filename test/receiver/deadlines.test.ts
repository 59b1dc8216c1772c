import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { createDeadlines } from '../../src/receiver/deadlines.ts'

const never = new Promise<void>(() => undefined)

test('says yes to work that is done, and no to work that failed, without waiting', async (t) => {
  const deadlines = createDeadlines(3_600_000)
  t.true(await deadlines.isMet(Promise.resolve()))
  t.false(await deadlines.isMet(Promise.reject(new Error('refused'))))
})

test('says no when the time is over, to each at its own time and never before', async (t) => {
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

test('goes on after all was answered, and is not misled by what was answered before its time', async (t) => {
  const deadlines = createDeadlines(20)
  t.true(await deadlines.isMet(Promise.resolve()))
  t.false(await deadlines.isMet(never))
  const late = deadlines.isMet(never)
  const early = Array.from({ length: 100 }, () => deadlines.isMet(Promise.resolve()))
  t.deepEqual(new Set(await Promise.all(early)), new Set([true]))
  t.false(await late)
})

test('says no once, whatever becomes of the work afterwards', async (t) => {
  const deadlines = createDeadlines(1)
  const work = Promise.withResolvers<void>()
  const other = Promise.withResolvers<void>()
  t.deepEqual(await Promise.all([work, other].map(({ promise }) => deadlines.isMet(promise))), [false, false])
  work.resolve()
  other.reject(new Error('refused'))
  t.true(await deadlines.isMet(Promise.resolve()))
})
