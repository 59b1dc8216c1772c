import test from 'ava'
import { isDoneWithin, within } from '../src/within.ts'

const never = new Promise<never>(() => {})

test('a value that comes in time is returned, an error that comes in time is thrown', async (t) => {
  t.is(await within(60_000, Promise.resolve('pong'), 'no response'), 'pong')
  await t.throwsAsync(within(60_000, Promise.reject(new Error('refused')), 'no response'), {
    message: 'refused',
  })
})

test('what comes too late is an error that names what was waited for', async (t) => {
  await t.throwsAsync(within(5, never, 'no response from Redis'), {
    code: 'timed_out',
    message: 'no response from Redis within 5 ms',
  })
})

test('waiting ends with the promise or with the time, and says which', async (t) => {
  t.true(await isDoneWithin(60_000, Promise.resolve()))
  t.false(await isDoneWithin(5, never))
  await t.throwsAsync(isDoneWithin(60_000, Promise.reject(new Error('refused'))), { message: 'refused' })
})

test('an error that comes after the wait is no unhandled rejection', async (t) => {
  const { promise, reject } = Promise.withResolvers<never>()
  t.false(await isDoneWithin(5, promise))
  await t.throwsAsync(within(5, promise, 'no response'), { code: 'timed_out' })
  reject(new Error('much later'))
  await t.throwsAsync(promise, { message: 'much later' })
})
