import test from 'ava'
import { inTime, until } from './until.ts'

test('waits until the result is truthy, and returns it', async (t) => {
  let asked = 0
  t.is(await until('three questions', () => (++asked < 3 ? undefined : `asked ${asked}`)), 'asked 3')
})

test('gives up in the end, and tells what it waited for and the last answer', async (t) => {
  await t.throwsAsync(
    until('all rows', async () => false, { withinMs: 1 }),
    { message: 'waited 0.001 s for: all rows; the last answer was false' },
  )
  await t.throwsAsync(
    until('all rows', () => undefined, { withinMs: 1 }),
    { message: /the last answer was undefined/ },
  )
})

test('passes on what a promise brings, and gives up on one that brings nothing', async (t) => {
  t.is(await inTime('a number', Promise.resolve(7)), 7)
  await t.throwsAsync(inTime('a number', Promise.reject(new Error('none'))), { message: 'none' })
  const never = new Promise<never>(() => undefined)
  await t.throwsAsync(inTime('a number', never, { withinMs: 1 }), {
    message: 'waited 0.001 s for: a number; it did not happen',
  })
  await t.throwsAsync(inTime('a line', never, { withinMs: 1, seen: () => 'its output was "x"' }), {
    message: 'waited 0.001 s for: a line; its output was "x"',
  })
})
