import type { TurnOutcome } from '../domain/reasons.ts'
import { hasMeaning, type TurnFacts } from '../domain/turn.ts'
import { metrics } from './metrics.ts'

/** Counts a turn whose reply was chosen. One with a reply gets its outcome when the reply's parts are settled. */
export function countTurn(turn: TurnFacts & { readonly understanding: unknown }, outcome: TurnOutcome): void {
  countOutcome(outcome)
  if (outcome === 'waiting' && hasMeaning(turn) && turn.understanding === undefined) metrics.unreadTurns.inc()
}

/** Counts the outcome that a turn came to. A reply that waits has none yet. */
export function countOutcome(outcome: TurnOutcome): void {
  if (outcome !== 'waiting') metrics.turns.inc({ outcome })
}

/** Counts turns that were closed, as a newer one of the same customer gets the reply. */
export function countGathered(turns: number): void {
  const outcome: TurnOutcome = 'gathered'
  metrics.turns.inc({ outcome }, turns)
}

/** Counts turns that were closed together, as they were too late. */
export function countTooLate(turns: number): void {
  const outcome: TurnOutcome = 'too_late'
  metrics.turns.inc({ outcome }, turns)
}

const replies = new Set(['say', 'comment', 'private_reply'])

/** Facebook took the first message of a reply of the bot: counts how long the customer waited for it. */
export function countReplied({
  action,
  step,
  causedTs,
  userId,
}: {
  readonly action: { readonly do: string }
  readonly step: number
  readonly causedTs: number
  readonly userId?: string | undefined
}): void {
  if (userId !== undefined || step > 0 || !replies.has(action.do)) return
  metrics.replySeconds.observe(Math.max(0, Date.now() - causedTs) / 1000)
}

export function countSettled(
  row: {
    readonly action: { readonly do: string; readonly rule?: string }
    readonly createdTs: number
    readonly userId?: string | undefined
  },
  { to }: { readonly to: string },
): void {
  metrics.outbound.inc({ action: row.action.do, state: to })
  if (to !== 'sent') return
  const { rule } = row.action
  if (rule !== undefined) metrics.moderated.inc({ rule, act: row.action.do })
  if (row.userId !== undefined) return // it waited, so that the agent may take it back
  const seconds = Math.max(0, Date.now() - row.createdTs) / 1000
  metrics.sendSeconds.observe(seconds)
  metrics.answerSeconds.observe(seconds)
}

export function countUnderstood({
  provider,
  seconds,
  passedOver = [],
}: {
  readonly provider: string
  readonly seconds: number
  readonly passedOver?: readonly string[]
}): void {
  metrics.understandSeconds.observe({ provider }, seconds)
  for (const reason of passedOver) metrics.passedOver.inc({ reason })
}
