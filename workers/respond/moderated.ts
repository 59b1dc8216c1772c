/** How moderation differs from other replies: it acts also where there is no reply, and late. */
import type { NoReplyReason } from '../../src/domain/reasons.ts'
import type { Reply } from '../../src/domain/reply.ts'
import { longestYieldMs, replyChannelOf, type Turn } from '../../src/domain/turn.ts'
import { feedChannel } from '../../src/domain/event.ts'

/** Moderation acts on a comment that gets no reply for one of these reasons. */
export function isModerated({ kind }: Pick<Turn, 'kind'>, silence: NoReplyReason): boolean {
  return isComment(kind) && (silence === 'loop_guard' || silence === 'too_late')
}

/** How long the turn waits for its understanding, ms. A job of the feed may be put off before nlp gets it. */
export function understandingMsOf(
  { kind }: Pick<Turn, 'kind'>,
  {
    understandingMs,
    commentUnderstandingMs,
  }: { readonly understandingMs: number; readonly commentUnderstandingMs?: (() => number) | undefined },
): number {
  const yieldsMs = replyChannelOf(kind) === feedChannel ? longestYieldMs : 0
  const usualMs = understandingMs + yieldsMs
  return isComment(kind) ? Math.max(usualMs, commentUnderstandingMs?.() ?? 0) : usualMs
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
