/** `turn.outcome` of a turn with a reply: it follows what became of the reply's parts in `outbound`. */
import type { OutboundState } from './outbound.ts'
import { unsettledStates } from './outbound.ts'
import type { PolicyReason, ReplyOutcome, TurnOutcome } from './reasons.ts'
import type { Reply, ReplyAction } from './reply.ts'

/** A row of `outbound`. The notice about the limit of replies is no part of a reply. */
export interface ReplyPart {
  readonly state: OutboundState
  readonly reason: string | null
}

/** A reply has fewer parts. The notice about the limit of replies has this step. */
export const noticeStep = 65_535

/** The outcome of the turn once every part of this reply is sent. */
export function outcomeIfSent(
  { outcome }: Pick<Reply, 'outcome'>,
  actions: readonly ReplyAction[],
): ReplyOutcome {
  return outcome ?? (actions.some(isAnswer) ? 'answered' : 'acted')
}

const messages: readonly ReplyAction['do'][] = ['say', 'comment', 'private_reply']

/** The customer can read it, if Facebook refuses nothing. */
function isAnswer({ do: does, onlyIf, afterMs }: ReplyAction): boolean {
  return messages.includes(does) && onlyIf?.is !== 'refused' && afterMs === undefined
}

/** At least one part. `ifSent`: see `outcomeIfSent`. */
export function outcomeOf(parts: readonly ReplyPart[], ifSent: ReplyOutcome): TurnOutcome {
  if (parts.some(({ state }) => unsettledStates.includes(state))) return 'waiting'
  if (parts.some(({ state }) => state === 'held')) return 'held'
  const wanted = parts.filter(({ state }) => state !== 'skipped' && state !== 'scheduled')
  const unsent = wanted.filter(({ state }) => state !== 'sent')
  if (unsent.length === 0) return ifSent
  if (unsent.length < wanted.length) return 'partly_failed'
  if (unsent.some(({ state }) => state === 'failed')) return 'failed'
  return policyReasonOf(unsent[0]?.reason ?? null)
}

/** `judge` wrote it (`src/domain/policy.ts`). */
function policyReasonOf(reason: string | null): PolicyReason | 'failed' {
  return (reason as PolicyReason | null) ?? 'failed'
}

/** A reply without one of its parts. */
export interface RestOfReply {
  /** All other parts are sent, one is not settled, or one was not sent. */
  readonly others: 'sent' | 'unsettled' | 'mixed'
  readonly outcomeIfSent: ReplyOutcome
}
