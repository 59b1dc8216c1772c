/**
 * What Facebook allows a bot to send, as data with dates. It is asked before each send. Source: docs/platform.md, 4,
 * 6, 7 and
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
 */
import { agentWindowMs } from './agent-window.ts'
import type { ContentGone, PolicyReason, SilenceReason } from './reasons.ts'
import type { ReplyAction } from './reply.ts'

const hourMs = 3_600_000

/** After a hand-over the bot is silent in the thread for this long. This rule is Pagebeat's own. */
export const handedOverMs = 24 * hourMs

export const rules = {
  /**
   * A message, a tap, a referral or a reaction to a message opens the window. A comment does not: this is the strict
   * reading.
   */
  messagingWindow: { ms: 24 * hourMs, since: '2020-03-04' },
  /** With the tag HUMAN_AGENT, for what an agent has typed. The app needs the feature of this name. */
  humanAgent: { ms: agentWindowMs, since: '2020-03-04' },
  /** One private reply for each comment or post. */
  privateReply: { ms: 7 * 24 * hourMs, since: '2019-01-01' },
  /** Tags that bots may no longer use. HUMAN_AGENT was never for bots. */
  retiredTags: {
    since: '2026-04-27',
    tags: ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'],
  },
} as const

/** A message that is claimed in the last seconds of a window could arrive after it. */
export const marginMs = 5_000

export interface PolicyFacts {
  readonly nowMs: number
  /** When the customer last did something that opens the window, ms. */
  readonly lastInboundTs: number | undefined
  /** When the interaction that this replies to happened, ms. */
  readonly causedTs: number
  /** Until when the bot is silent in the thread, ms, and why. */
  readonly silentUntil: number | undefined
  readonly silentReason: SilenceReason | 'unknown' | undefined
  readonly expiresTs: number
  /** What the customer said is gone, and no part of the reply has left. */
  readonly gone?: ContentGone | undefined
}

/** `say` is a text for the operator. */
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly becomes: 'suppressed' | 'expired'
      readonly reason: PolicyReason
      readonly say: string
    }

/** Whether this action may be sent now. If not: why, and when it may be sent again. */
export function judge(action: ReplyAction, facts: PolicyFacts): Verdict {
  const { nowMs, causedTs, lastInboundTs, silentUntil = 0, silentReason = 'unknown', expiresTs } = facts
  if (nowMs > expiresTs)
    return refuse('expired', 'too_late', 'It is too old: a reply is sent within PAGEBEAT_ANSWER_MINUTES.')
  const isAct = action.do === 'hide' || action.do === 'unhide' || action.do === 'delete'
  // An earlier try may have hidden it, and its response was lost.
  const isRepeat = isAct && facts.gone === 'content_hidden'
  if (facts.gone !== undefined && !isRepeat) return refuse('suppressed', facts.gone, goneTexts[facts.gone])
  const isMessage = action.do === 'say' || action.do === 'hand_over'
  if (isMessage && nowMs < silentUntil)
    return refuse(
      'suppressed',
      `silent_${silentReason}`,
      `The bot is silent in this thread until ${at(silentUntil)} (${silentReason}).`,
    )
  if (action.do === 'say') {
    const closes = (lastInboundTs ?? 0) + rules.messagingWindow.ms - marginMs
    if (nowMs >= closes)
      return refuse(
        'suppressed',
        'window_closed',
        `The 24-hour window closed at ${at(closes)}. It opens again when the customer writes or taps.`,
      )
  }
  if (action.do === 'private_reply' && nowMs >= privateReplyUntil(causedTs))
    return refuse(
      'suppressed',
      'private_reply_too_late',
      `The 7 days for a private reply ended at ${at(privateReplyUntil(causedTs))}.`,
    )
  return { allowed: true }
}

/** Until when the author of a comment of this time may be written to in private, ms. */
export function privateReplyUntil(commentTs: number): number {
  return commentTs + rules.privateReply.ms - marginMs
}

export const goneTexts: Readonly<Record<ContentGone, string>> = {
  message_unsent: 'The customer unsent the message.',
  content_removed: 'The comment or post was removed.',
  content_hidden: 'The comment or post is hidden.',
}

function refuse(becomes: 'suppressed' | 'expired', reason: PolicyReason, say: string): Verdict {
  return { allowed: false, becomes, reason, say }
}

export function at(ms: number): string {
  return new Date(ms).toISOString()
}
