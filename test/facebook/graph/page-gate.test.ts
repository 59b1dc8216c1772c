import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { createMemoryPageGate } from '../../../src/facebook/graph/page-gate.ts'
import { stubClock } from './stub-call.ts'

test('a longer pause stays when a shorter one comes', async (t) => {
  const clock = stubClock()
  const gate = createMemoryPageGate(clock)
  await gate.pause(asPageId('1'), { untilMs: clock.at + 500, reason: 'policy_block' })
  await gate.pause(asPageId('1'), { untilMs: clock.at + 100, reason: 'throttled' })
  t.deepEqual(await gate.pausedUntil(asPageId('1'), { lane: 'other' }), {
    untilMs: clock.at + 500,
    reason: 'policy_block',
  })
  await gate.resume(asPageId('1'))
  t.is(await gate.pausedUntil(asPageId('1'), { lane: 'other' }), undefined)
})
