import test from 'ava'
import { ackedBefore } from '../../bin/acked-before.ts'

const opened = Date.UTC(2026, 10, 22, 12)

test('a turn that is answered at once goes after what reached us before it was known, a little more for clocks that differ', (t) => {
  t.is(ackedBefore({ openedTs: opened, readyTs: opened }, opened + 20), opened + 100)
})

test('one that waited for others that may be on their way goes after what came meanwhile', (t) => {
  t.is(ackedBefore({ openedTs: opened, readyTs: opened + 3_000 }, opened + 3_010), opened + 3_100)
})

test('one that had to wait for long goes after all that was acked, but what has come just now', (t) => {
  t.is(ackedBefore({ openedTs: opened, readyTs: opened }, opened + 60_000), opened + 60_000 - 40)
})
