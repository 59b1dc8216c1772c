/** How moderation differs from other replies: it acts also where there is no reply, and late. */
import type { NoReplyReason } from '../../src/domain/reasons.ts'
import type { Reply } from '../../src/domain/reply.ts'
import type { Turn } from '../../src/domain/turn.ts'

/** Moderation acts on a comment that gets no reply for one of these reasons. */
export function isModerated({ kind }: Pick<Turn, 'kind'>, silence: NoReplyReason): boolean {
  return isComment(kind) && (silence === 'loop_guard' || silence === 'too_late')
}

/** How long the turn waits for its understanding, ms. */
export function understandingMsOf(
  { kind }: Pick<Turn, 'kind'>,
  {
    understandingMs,
    commentUnderstandingMs,
  }: { readonly understandingMs: number; readonly commentUnderstandingMs?: (() => number) | undefined },
): number {
  return (isComment(kind) ? commentUnderstandingMs?.() : undefined) ?? understandingMs
}

function isComment(kind: Turn['kind']): boolean {
  return kind === 'comment' || kind === 'edited_comment'
}

/** A late hide is better than none, ms. */
export const moderatedMs = 24 * 3_600_000

/**
 * When the parts of this reply expire, ms. Counted from the message: a turn that waited behind another one gets no extra
 * time.
 */
export function expiresTsOf(
  { outcome }: Pick<Reply, 'outcome'>,
  { ts, nowMs, replyMs }: { readonly ts: number; readonly nowMs: number; readonly replyMs: number },
): number {
  return outcome === 'moderated' ? nowMs + moderatedMs : Math.min(ts, nowMs) + replyMs
}
