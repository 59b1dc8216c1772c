import test from 'ava'
import { allEnded } from '../src/all-ended.ts'

test('results come in their order, and a failure comes only when all has ended', async (t) => {
  t.deepEqual(await allEnded([Promise.resolve(1), Promise.resolve(2)]), [1, 2])
  const slow = Promise.withResolvers<number>()
  let hasEnded = false
  const all = allEnded([Promise.reject(new Error('first')), slow.promise]).finally(() => (hasEnded = true))
  await new Promise(setImmediate)
  t.false(hasEnded)
  slow.resolve(1)
  await t.throwsAsync(all, { message: 'first' })
})
