import test from 'ava'
import { causeOfLate } from '../../src/why/no-reply.ts'
import { inEnglish } from '../../src/why/sentences.ts'

const ts = 1_795_000_000_000
const minuteMs = 60_000

test('an event that Facebook delivered late was not held up by Pagebeat', (t) => {
  const ledger = { is: 'found', receivedTs: ts + 180 * minuteMs, copies: 1 } as const
  const cause = causeOfLate({ ts, ledger }, ledger.receivedTs + 500)
  t.regex(inEnglish(cause?.because ?? []), /180 minutes old when the receiver got it/)
  t.regex(inEnglish(cause?.change ?? []), /came late.*did not hold it up/)
  t.is(causeOfLate({ ts, ledger }, ledger.receivedTs + 200 * minuteMs), undefined, 'it had it for longer')
  t.is(causeOfLate({ ts, ledger: { is: 'not_kept' } }, ts), undefined)
})
