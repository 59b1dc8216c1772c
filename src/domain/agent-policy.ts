/**
 * What Facebook allows an agent of the console to send. The silence of the bot does not hold for agents. Source:
 * docs/platform.md, 4, 6, 7 and
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
 */
import { at, goneTexts, marginMs, privateReplyUntil, rules } from './policy.ts'
import type { ContentGone, PolicyReason } from './reasons.ts'
import type { ReplyAction } from './reply.ts'

export interface AgentPolicyFacts {
  readonly nowMs: number
  /** When the customer last did something that opens the window, ms. */
  readonly lastInboundTs: number | undefined
  /** Of a private reply: when the comment was written, ms. */
  readonly causedTs: number
  readonly expiresTs: number
  /** What the customer said is gone. */
  readonly gone?: ContentGone | undefined
  /** Until when another app, or the inbox of the Page, controls the thread, ms. */
  readonly otherAppUntil?: number | undefined
  /** FACEBOOK_HUMAN_AGENT: the app has the feature. */
  readonly mayUseHumanAgent: boolean
}

export type AgentPolicyReason = PolicyReason | 'other_app_in_control'

/** `say` is a text for the agent. */
export type AgentVerdict =
  /** `tag`: the 24-hour window is closed, and the message needs it. */
  | { readonly allowed: true; readonly tag?: 'HUMAN_AGENT' }
  | {
      readonly allowed: false
      readonly becomes: 'suppressed' | 'expired'
      readonly reason: AgentPolicyReason
      readonly say: string
    }

/** Whether an agent's message or act may be sent now. If not: why, and what to do. */
export function judgeAgents(action: ReplyAction, facts: AgentPolicyFacts): AgentVerdict {
  const { nowMs, expiresTs, gone } = facts
  if (nowMs > expiresTs)
    return refuse(
      'expired',
      'too_late',
      'It could not be sent within an hour. Send it again if it still helps.',
    )
  if (gone === 'content_removed') return refuse('suppressed', gone, goneTexts[gone])
  if (action.do === 'say') return judgeMessage(facts)
  if (action.do === 'private_reply') return judgePrivateReply(facts)
  return { allowed: true }
}

function judgeMessage({
  nowMs,
  lastInboundTs,
  otherAppUntil = 0,
  mayUseHumanAgent,
}: AgentPolicyFacts): AgentVerdict {
  if (nowMs < otherAppUntil)
    return refuse(
      'suppressed',
      'other_app_in_control',
      'Another app, or the inbox of the Page, controls the thread. Take the conversation over first.',
    )
  if (lastInboundTs === undefined)
    return refuse('suppressed', 'window_closed', 'The customer has not written in Messenger yet.')
  const closes = lastInboundTs + rules.messagingWindow.ms - marginMs
  if (nowMs < closes) return { allowed: true }
  const again = 'The customer has to write or tap first.'
  if (!mayUseHumanAgent)
    return refuse(
      'suppressed',
      'window_closed',
      `The 24-hour window closed at ${at(closes)}. ${again} Apps with the feature Human Agent have 7 days: FACEBOOK_HUMAN_AGENT.`,
    )
  const humanCloses = lastInboundTs + rules.humanAgent.ms - marginMs
  if (nowMs < humanCloses) return { allowed: true, tag: 'HUMAN_AGENT' }
  return refuse('suppressed', 'window_closed', `The 7 days for agents ended at ${at(humanCloses)}. ${again}`)
}

function judgePrivateReply({ nowMs, causedTs }: AgentPolicyFacts): AgentVerdict {
  const closes = privateReplyUntil(causedTs)
  if (nowMs < closes) return { allowed: true }
  return refuse(
    'suppressed',
    'private_reply_too_late',
    `The 7 days for a private reply ended at ${at(closes)}. Reply in public.`,
  )
}

function refuse(
  becomes: 'suppressed' | 'expired',
  reason: AgentPolicyReason,
  say: string,
): AgentVerdict & { readonly allowed: false } {
  return { allowed: false, becomes, reason, say }
}
