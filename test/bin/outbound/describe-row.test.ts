import test from 'ava'
import { describeRow } from '../../../bin/outbound/describe-row.ts'
import { now, outboundRowOf } from '../../helpers/worker-ports.ts'

const facts = { verdict: { allowed: true }, pause: undefined } as const

test('a held row tells that its first call may have taken effect, and why there was no other', (t) => {
  const row = outboundRowOf({ state: 'held', reason: 'person_unavailable', unclearTs: now })
  t.deepEqual(describeRow(row, facts), [
    'Its first call may have taken effect: the response was lost. It was not repeated: person_unavailable.',
    '`pagebeat outbound resend 5` sends it.',
  ])
  const unclear = outboundRowOf({ state: 'held', reason: 'outcome_unclear', unclearTs: now })
  t.deepEqual(describeRow(unclear, facts), ['`pagebeat outbound resend 5` sends it.'])
})
