import test from 'ava'
import { silentUntilOf, type ThreadFacts } from '../../src/domain/thread-silence.ts'

/** A thread that another app has controlled since 100. */
function threadOf(facts: Partial<ThreadFacts>): ThreadFacts {
  const other = { silentTs: 100, silentUntil: 9_000, silentReason: 'other_app', standbyTs: 100 } as const
  return { ...other, directTs: null, firstInboundTs: null, ...facts }
}

test('a silence under standby ends with the next event that comes to this app', (t) => {
  t.is(silentUntilOf(threadOf({})), 9_000)
  t.is(silentUntilOf(threadOf({ directTs: 99 })), 9_000)
  t.is(silentUntilOf(threadOf({ directTs: 100 })), 0) // the same event under both lists
  t.is(silentUntilOf(threadOf({ directTs: 101 })), 0)
  t.is(silentUntilOf(threadOf({ directTs: 101, silentReason: 'person' })), 0)
  t.is(silentUntilOf(threadOf({ directTs: 101, silentReason: 'handed_over' })), 0)
})

test('a silence that began after standby, or without it, goes on while the customer writes', (t) => {
  t.is(silentUntilOf(threadOf({ directTs: 300, silentTs: 200, silentReason: 'person' })), 9_000)
  t.is(silentUntilOf(threadOf({ directTs: 300, standbyTs: null })), 9_000)
})

test("an operator's pause goes on", (t) => {
  t.is(silentUntilOf(threadOf({ directTs: 300, silentReason: 'paused_by_hand' })), 9_000)
})

test('a thread that was never silent is not silent', (t) => {
  const never = {
    silentTs: null,
    silentUntil: null,
    silentReason: undefined,
    standbyTs: null,
    firstInboundTs: 300,
  }
  t.is(silentUntilOf({ ...never, directTs: 300 }), 0)
})

test("a message of the Page at the customer's first contact is automatic, and silences nothing", (t) => {
  const echo = (silentTs: number): number =>
    silentUntilOf(
      threadOf({
        silentTs,
        silentUntil: 9_000_000,
        silentReason: 'person',
        standbyTs: null,
        directTs: 100_000,
        firstInboundTs: 100_000,
      }),
    )
  t.is(echo(100_400), 0)
  t.is(echo(105_000), 0)
  t.is(echo(99_000), 0) // the greeting of an ad comes before the click is known
  t.is(echo(105_001), 9_000_000)
  t.is(echo(94_000), 9_000_000)
  t.is(silentUntilOf(threadOf({ firstInboundTs: 100 })), 9_000) // another app has the thread
  const underStandby = { silentReason: 'person', silentTs: 101, standbyTs: 101, firstInboundTs: 100 } as const
  t.is(silentUntilOf(threadOf(underStandby)), 9_000)
})
