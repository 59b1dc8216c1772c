import test from 'ava'
import { assert, array, constantFrom, nat, property, shuffledSubarray } from 'fast-check'
import { type AccountEvent, endedLogIns } from '../../src/identity/ended-log-ins.ts'

const event = (ts: number, customer: string | null, key = String(ts)): AccountEvent => ({ key, ts, customer })

test('a log-out, or a log-in with another number, ends the log-ins before it', (t) => {
  const logIn = event(1, '4711')
  const again = event(2, '4711')
  const other = event(5, '4712')
  t.deepEqual(endedLogIns([logIn]), [])
  t.deepEqual(endedLogIns([logIn, again]), [])
  t.deepEqual(endedLogIns([logIn, again, event(3, null), event(4, null), other]), [
    { logIn, endTs: 3 },
    { logIn: again, endTs: 3 },
  ])
  t.deepEqual(endedLogIns([again, other]), [{ logIn: again, endTs: 5 }])
})

test('the order in which the events come makes no difference', (t) => {
  const events = array(
    nat(5).chain((ts) => constantFrom('4711', '4712', null).map((customer) => ({ ts, customer }))),
    {
      maxLength: 8,
    },
  ).map((list) => list.map(({ ts, customer }, at) => event(ts, customer, String(at))))
  assert(
    property(
      events.chain((all) =>
        shuffledSubarray(all, { minLength: all.length }).map((shuffled) => ({ all, shuffled })),
      ),
      ({ all, shuffled }) => t.deepEqual(endedLogIns(shuffled), endedLogIns(all)),
    ),
  )
})
