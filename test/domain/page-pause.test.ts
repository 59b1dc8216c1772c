import test from 'ava'
import { toPauseReason } from '../../src/domain/page-pause.ts'

test('a known reason is kept, and any other counts as throttled', (t) => {
  t.deepEqual(['near_limit', 'policy_block', 'token', 'throttled'].map(toPauseReason), [
    'near_limit',
    'policy_block',
    'token',
    'throttled',
  ])
  t.deepEqual(['parked', '', null].map(toPauseReason), ['throttled', 'throttled', 'throttled'])
})
