import test from 'ava'
import { type AgentPolicyFacts, judgeAgents } from '../../src/domain/agent-policy.ts'
import type { ReplyAction } from '../../src/domain/reply.ts'

const now = Date.UTC(2026, 10, 28, 12)
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const say: ReplyAction = { do: 'say', message: { text: 'Hello' } }
const facts: AgentPolicyFacts = {
  nowMs: now,
  lastInboundTs: now - hourMs,
  causedTs: now - hourMs,
  expiresTs: now + hourMs,
  mayUseHumanAgent: false,
}
const judged = (action: ReplyAction, change: Partial<AgentPolicyFacts>) => {
  const { allowed, ...verdict } = judgeAgents(action, { ...facts, ...change })
  return { allowed, ...('say' in verdict ? { reason: verdict.reason, becomes: verdict.becomes } : verdict) }
}

const says = (action: ReplyAction, change: Partial<AgentPolicyFacts>): string => {
  const verdict = judgeAgents(action, { ...facts, ...change })
  return verdict.allowed ? '' : verdict.say
}

test('an agent may write for 24 hours after the customer, and for 7 days with HUMAN_AGENT where the app has it', (t) => {
  t.deepEqual(judged(say, { lastInboundTs: now - 23 * hourMs }), { allowed: true })
  const closed = { allowed: false, becomes: 'suppressed', reason: 'window_closed' }
  t.deepEqual(judged(say, { lastInboundTs: now - dayMs }), closed)
  t.deepEqual(judged(say, { lastInboundTs: now - dayMs + 4_000 }), closed, 'it could arrive too late')
  t.deepEqual(judged(say, { lastInboundTs: undefined }), closed)
  const feature = { mayUseHumanAgent: true }
  t.deepEqual(judged(say, { ...feature, lastInboundTs: now - 23 * hourMs }), { allowed: true })
  t.deepEqual(judged(say, { ...feature, lastInboundTs: now - dayMs }), { allowed: true, tag: 'HUMAN_AGENT' })
  t.deepEqual(judged(say, { ...feature, lastInboundTs: now - 7 * dayMs }), closed)
})

test('an agent is told what to do: take over, wait for the customer, or reply in public', (t) => {
  t.regex(says(say, { otherAppUntil: now + 1 }), /Take the conversation over first/)
  t.regex(says(say, { lastInboundTs: now - 2 * dayMs }), /24-hour window closed.*FACEBOOK_HUMAN_AGENT/)
  t.regex(says(say, { lastInboundTs: now - 8 * dayMs, mayUseHumanAgent: true }), /7 days for agents ended/)
  const reply: ReplyAction = { do: 'private_reply', message: { text: 'Hello' } }
  t.regex(says(reply, { causedTs: now - 7 * dayMs }), /7 days for a private reply ended.*Reply in public/)
  t.is(says(reply, { causedTs: now - 6 * dayMs, otherAppUntil: now + 1, lastInboundTs: undefined }), '')
})

test('nothing is sent an hour after it was written, and nothing about a comment that is gone', (t) => {
  t.deepEqual(judged(say, { expiresTs: now - 1 }), {
    allowed: false,
    becomes: 'expired',
    reason: 'too_late',
  })
  for (const action of [{ do: 'comment', text: 'Hi' }, { do: 'like' }, { do: 'hide' }] as const) {
    t.deepEqual(judged(action, {}), { allowed: true })
    t.deepEqual(judged(action, { gone: 'content_hidden' }), { allowed: true }, 'agents see hidden comments')
    t.deepEqual(judged(action, { gone: 'content_removed' }), {
      allowed: false,
      becomes: 'suppressed',
      reason: 'content_removed',
    })
  }
})
