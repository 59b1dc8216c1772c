/**
 * What Facebook allows a bot to send, as data with dates, asked before each send. Source: docs/platform.md, 4, 6, 7 and
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
 */
import type { PolicyReason, SilenceReason } from './reasons.ts'
import type { ReplyAction } from './reply.ts'

const hourMs = 3_600_000

/** Our own rule: after a hand-over the bot is silent in the thread for so long. */
export const handedOverMs = 24 * hourMs

export const rules = {
  /** A message, a tap, a referral, a reaction to a message opens it; a comment does not (the strict reading). */
  messagingWindow: { ms: 24 * hourMs, since: '2020-03-04' },
  /** One a comment or post. */
  privateReply: { ms: 7 * 24 * hourMs, since: '2019-01-01' },
  /** Tags that bots may not use any more; HUMAN_AGENT never was for bots. */
  retiredTags: {
    since: '2026-04-27',
    tags: ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'],
  },
} as const

/** Left for the way: a message claimed in the window's last seconds could arrive after it. */
const marginMs = 5_000

export interface PolicyFacts {
  readonly nowMs: number
  /** Last time the person did something that opens the window, ms. */
  readonly lastInboundTs: number | undefined
  /** When what is answered happened, ms. */
  readonly causedTs: number
  /** Until when the bot is silent here, ms, and why. */
  readonly silentUntil: number | undefined
  readonly silentReason: SilenceReason | 'unknown' | undefined
  readonly expiresTs: number
}

/** `say` is for a person to read. */
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly becomes: 'suppressed' | 'expired'
      readonly reason: PolicyReason
      readonly say: string
    }

/** Whether this may be sent now, and if not, why, and when it would open again. */
export function judge(action: ReplyAction, facts: PolicyFacts): Verdict {
  const { nowMs, causedTs, lastInboundTs, silentUntil = 0, silentReason = 'unknown', expiresTs } = facts
  if (nowMs > expiresTs)
    return refuse('expired', 'too_late', 'It would come too late: it waited longer than an answer may.')
  const isMessage = action.do === 'say' || action.do === 'hand_over'
  if (isMessage && nowMs < silentUntil)
    return refuse(
      'suppressed',
      `silent_${silentReason}`,
      `Somebody else has the word (${silentReason}). The bot speaks again after ${at(silentUntil)}.`,
    )
  if (action.do === 'say') {
    const closes = (lastInboundTs ?? 0) + rules.messagingWindow.ms - marginMs
    if (nowMs >= closes)
      return refuse(
        'suppressed',
        'window_closed',
        `The 24-hour window closed at ${at(closes)}. It opens again when the person writes or taps.`,
      )
  }
  if (action.do === 'private_reply' && nowMs >= causedTs + rules.privateReply.ms - marginMs)
    return refuse(
      'suppressed',
      'private_reply_too_late',
      `A private reply is possible for 7 days, until ${at(causedTs + rules.privateReply.ms)}. It does not open again.`,
    )
  return { allowed: true }
}

function refuse(becomes: 'suppressed' | 'expired', reason: PolicyReason, say: string): Verdict {
  return { allowed: false, becomes, reason, say }
}

function at(ms: number): string {
  return new Date(ms).toISOString()
}
