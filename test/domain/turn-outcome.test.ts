import test from 'ava'
import type { OutboundState } from '../../src/domain/outbound.ts'
import type { OutgoingMessage, ReplyAction } from '../../src/domain/reply.ts'
import { outcomeIfSent, outcomeOf, type ReplyPart } from '../../src/domain/turn-outcome.ts'

const part = (state: OutboundState, reason: string | null = null): ReplyPart => ({ state, reason })

const replies: readonly (readonly [title: string, parts: readonly ReplyPart[], outcome: string])[] = [
  ['all parts are sent', [part('sent'), part('sent')], 'answered'],
  ['its only part waits', [part('pending', 'token')], 'waiting'],
  ['a part is sent and the next one waits', [part('sent'), part('pending')], 'waiting'],
  ['the call is under way', [part('sending')], 'waiting'],
  ['nobody knows yet', [part('unknown', 'timeout')], 'waiting'],
  ['a part failed and the next one waits', [part('failed', 'parameter'), part('pending')], 'waiting'],
  ['one of two parts failed', [part('sent'), part('failed', 'parameter')], 'partly_failed'],
  ['one of two parts expired', [part('sent'), part('expired', 'too_late')], 'partly_failed'],
  [
    'an agent wrote after the first part',
    [part('sent'), part('suppressed', 'silent_person')],
    'partly_failed',
  ],
  ['its only part failed', [part('failed', 'parameter')], 'failed'],
  ['an operator gave it up', [part('failed', 'given_up_by_hand')], 'failed'],
  ['one failed and the other expired', [part('expired', 'too_late'), part('failed', 'parameter')], 'failed'],
  ['all expired', [part('expired', 'too_late'), part('expired', 'too_late')], 'too_late'],
  ['the window closed', [part('suppressed', 'window_closed')], 'window_closed'],
  ['an agent took the thread', [part('suppressed', 'silent_person')], 'silent_person'],
  ['the message is unsent', [part('suppressed', 'message_unsent')], 'message_unsent'],
  ['a part that was not needed is skipped', [part('sent'), part('skipped', 'not_needed')], 'answered'],
  ['its only part failed and the other is skipped', [part('failed', 'parameter'), part('skipped')], 'failed'],
  ['one part is held', [part('sent'), part('held', 'outcome_unclear')], 'held'],
]

for (const [title, parts, outcome] of replies)
  test(`the outcome is ${outcome} where ${title}`, (t) => {
    t.is(outcomeOf(parts, 'answered'), outcome as ReturnType<typeof outcomeOf>)
  })

test('a fallback that is sent is not understood, one that failed has failed', (t) => {
  t.is(outcomeOf([part('sent')], 'not_understood'), 'not_understood')
  t.is(outcomeOf([part('failed', 'parameter')], 'not_understood'), 'failed')
})

const message: OutgoingMessage = { text: 'Hi' }

test('a turn is answered only by a reply that says something', (t) => {
  const hide: ReplyAction = { do: 'hide' }
  t.is(outcomeIfSent({}, [hide]), 'acted')
  t.is(outcomeIfSent({}, [{ do: 'hand_over', to: 'page_inbox' }]), 'acted')
  const remedy: ReplyAction = { do: 'comment', text: 'x', onlyIf: { step: 0, is: 'refused' } }
  t.is(outcomeIfSent({}, [hide, remedy]), 'acted')
  t.is(outcomeIfSent({}, [hide, { do: 'comment', text: 'Sorry' }]), 'answered')
  t.is(outcomeIfSent({}, [{ do: 'private_reply', message }]), 'answered')
  t.is(outcomeIfSent({}, [{ do: 'say', message }]), 'answered')
  t.is(outcomeIfSent({ outcome: 'not_understood' }, [{ do: 'say', message }]), 'not_understood')
  t.is(outcomeIfSent({ outcome: 'not_understood' }, [hide]), 'not_understood')
})
