import test from 'ava'
import { judge, type PolicyFacts, rules } from '../../src/domain/policy.ts'
import type { ReplyAction } from '../../src/domain/reply.ts'

const now = Date.UTC(2026, 10, 28, 12)
const minuteMs = 60_000
const say: ReplyAction = { do: 'say', message: { text: 'Hello' } }
const privateReply: ReplyAction = { do: 'private_reply', message: { text: 'Hello' } }
const comment: ReplyAction = { do: 'comment', text: 'Hello' }
const handOver: ReplyAction = { do: 'hand_over', to: 'page_inbox' }

/** A customer who wrote a minute ago, in a thread where the bot may write. */
function facts(overrides: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    nowMs: now,
    lastInboundTs: now - minuteMs,
    causedTs: now - minuteMs,
    silentUntil: undefined,
    silentReason: undefined,
    expiresTs: now + minuteMs,
    ...overrides,
  }
}

function reasonOf(action: ReplyAction, overrides: Partial<PolicyFacts>): string {
  const verdict = judge(action, facts(overrides))
  return verdict.allowed ? 'allowed' : `${verdict.becomes}: ${verdict.reason}`
}

test('every action is allowed a minute after the customer wrote', (t) => {
  for (const action of [say, privateReply, comment, handOver])
    t.deepEqual(judge(action, facts()), { allowed: true })
})

test('every action expires after its time', (t) => {
  for (const action of [say, privateReply, comment, handOver]) {
    t.is(reasonOf(action, { expiresTs: now }), 'allowed')
    t.is(reasonOf(action, { expiresTs: now - 1 }), 'expired: too_late')
  }
})

test('in a silent thread no message is sent, but the bot may reply on the feed', (t) => {
  const silent = { silentUntil: now + 1, silentReason: 'handed_over' } as const
  t.is(reasonOf(say, silent), 'suppressed: silent_handed_over')
  t.is(reasonOf(handOver, silent), 'suppressed: silent_handed_over')
  t.is(reasonOf(comment, silent), 'allowed')
  t.is(reasonOf(privateReply, silent), 'allowed')
  t.is(reasonOf(say, { ...silent, silentUntil: now }), 'allowed')
  t.is(reasonOf(say, { silentUntil: now + 1 }), 'suppressed: silent_unknown')
})

test('a message needs a customer who wrote within 24 hours, less five seconds for the way', (t) => {
  const closes = rules.messagingWindow.ms - 5_000
  t.is(reasonOf(say, { lastInboundTs: now - closes + 1 }), 'allowed')
  t.is(reasonOf(say, { lastInboundTs: now - closes }), 'suppressed: window_closed')
  t.is(reasonOf(say, { lastInboundTs: undefined }), 'suppressed: window_closed')
  t.is(reasonOf(comment, { lastInboundTs: undefined }), 'allowed')
})

test('a private reply is possible for seven days after the comment, also without an open window', (t) => {
  const closes = rules.privateReply.ms - 5_000
  t.is(reasonOf(privateReply, { causedTs: now - closes + 1, lastInboundTs: undefined }), 'allowed')
  t.is(reasonOf(privateReply, { causedTs: now - closes }), 'suppressed: private_reply_too_late')
})

test('a refusal tells the operator the time', (t) => {
  const verdict = judge(say, facts({ lastInboundTs: Date.UTC(2026, 10, 27, 12) }))
  t.deepEqual(verdict, {
    allowed: false,
    becomes: 'suppressed',
    reason: 'window_closed',
    say: 'The 24-hour window closed at 2026-11-28T11:59:55.000Z. It opens again when the customer writes or taps.',
  })
})
