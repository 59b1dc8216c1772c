import test from 'ava'
import { feedChannel } from '../../../src/domain/event.ts'
import { limitStateOf } from '../../../workers/respond/reply-limit.ts'
import { minuteMs, now, snapshotOf, turnOf } from '../../helpers/worker-ports.ts'

/** The state of a turn that became known now. The limit was reached `ms` ago. */
function stateAfter(
  ms: number | undefined,
  { recentReplies = 0, hasMoreTurns = false, openedAgoMs = 0 } = {},
) {
  const turn = turnOf({ openedTs: now - openedAgoMs })
  const limitTs = ms === undefined ? undefined : now - ms
  const snapshot = snapshotOf({ turn, limitTs, recentReplies, hasMoreTurns })
  return limitStateOf(turn, snapshot, { nowMs: now, repliesPerMinute: 20 })
}

test('below the limit a turn is free, at the limit the customer is told', (t) => {
  t.is(stateAfter(undefined, { recentReplies: 19 }), 'free')
  t.is(stateAfter(undefined, { recentReplies: 20 }), 'told')
  t.is(stateAfter(10 * minuteMs, { recentReplies: 20 }), 'told')
})

test('every turn waits until the minute is over', (t) => {
  t.deepEqual(stateAfter(1_000), { waitUntil: now + minuteMs - 1_000 })
  t.deepEqual(stateAfter(minuteMs - 1, { recentReplies: 21 }), { waitUntil: now + 1 })
})

test('then the turns that waited are gathered to the newest, whatever the other counts say', (t) => {
  const waited = { openedAgoMs: 10_000, recentReplies: 20 }
  t.is(stateAfter(minuteMs, { ...waited, hasMoreTurns: true }), 'gather')
  t.is(stateAfter(minuteMs, waited), 'free')
})

test('the limit that is reached again within ten minutes is silent', (t) => {
  t.is(stateAfter(2 * minuteMs, { recentReplies: 20 }), 'loop_guard')
  t.is(stateAfter(2 * minuteMs, { recentReplies: 19 }), 'free')
})

test('on the feed nothing is said and nothing is gathered', (t) => {
  const turn = turnOf({ kind: 'comment', channel: feedChannel })
  const limits = { nowMs: now, repliesPerMinute: 20 }
  t.is(limitStateOf(turn, snapshotOf({ turn, recentReplies: 20 }), limits), 'loop_guard')
  t.is(limitStateOf(turn, snapshotOf({ turn, limitTs: now - 1, hasMoreTurns: true }), limits), 'free')
})
