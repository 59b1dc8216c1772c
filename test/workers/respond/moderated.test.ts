import test from 'ava'
import { longestYieldMs } from '../../../src/domain/turn.ts'
import { expiresTsOf, isModerated, understandingMsOf } from '../../../workers/respond/moderated.ts'

test('a comment above the limit of replies or too late for one is still moderated, a message is not', (t) => {
  t.true(isModerated({ kind: 'comment' }, 'loop_guard'))
  t.true(isModerated({ kind: 'edited_comment' }, 'too_late'))
  t.false(isModerated({ kind: 'comment' }, 'content_hidden'))
  t.false(isModerated({ kind: 'message' }, 'loop_guard'))
})

test('an act of moderation expires a day after the decision, a reply as long after its message as a reply may take', (t) => {
  const times = { ts: 1_000, nowMs: 5_000, replyMs: 900_000 }
  t.is(expiresTsOf({ outcome: 'moderated' }, times), 5_000 + 86_400_000)
  t.is(expiresTsOf({}, times), 901_000)
})

test('a comment waits longer for its understanding where a rule looks at the intent', (t) => {
  const limits = { understandingMs: 2_500, commentUnderstandingMs: () => 30_000 }
  t.is(understandingMsOf({ kind: 'edited_comment' }, limits), 30_000)
  t.is(understandingMsOf({ kind: 'message' }, limits), 2_500)
  t.is(
    understandingMsOf({ kind: 'comment' }, { understandingMs: 2_500 }),
    2_500 + longestYieldMs,
    'its job may be put off',
  )
  t.is(understandingMsOf({ kind: 'mention' }, limits), 2_500 + longestYieldMs)
})
