/** Who controls a thread: its latest silence, and whether Facebook gave the thread back to this app since. */
import { isAnswerToFirstContact } from './automatic-echo.ts'
import type { SilenceReason } from './reasons.ts'

/** Times in ms since the epoch; null: it never happened. */
export interface ThreadFacts {
  /** The event that last changed thread control. */
  readonly silentTs: number | null
  readonly silentUntil: number | null
  readonly silentReason: SilenceReason | 'unknown' | undefined
  /** The latest event under standby: another app, or an agent, controlled the thread. */
  readonly standbyTs: number | null
  /** The customer's latest event outside standby: Facebook sent it to this app, which controls the thread. */
  readonly directTs: number | null
  /** The customer's first event in the thread; 0: it was before this was recorded. */
  readonly firstInboundTs: number | null
}

/**
 * Until when the bot is silent, ms; 0: it may write. Each fact is the latest of its kind, so the order in which the
 * events came does not matter. A message at the customer's first contact is no agent's. Without standby a customer's
 * event tells nothing: on a Page without a default app every app gets them. A pause by the operator, and by an agent of
 * the console, holds until its end.
 */
export function silentUntilOf(facts: ThreadFacts): number {
  const { silentTs, silentUntil, silentReason, standbyTs, directTs, firstInboundTs } = facts
  const isUnderStandby = standbyTs !== null && standbyTs >= (silentTs ?? 0)
  const isAgent = silentReason === 'person' && !isUnderStandby
  if (isAgent && isAnswerToFirstContact(silentTs, firstInboundTs)) return 0
  const isOfStandby = standbyTs !== null && (silentTs ?? 0) <= standbyTs
  const isGivenBack = isOfStandby && directTs !== null && directTs >= standbyTs
  const isOfPagebeat = silentReason === 'paused_by_hand' || silentReason === 'taken_over'
  return isGivenBack && !isOfPagebeat ? 0 : (silentUntil ?? 0)
}

/** After so long without a message of the customer, Facebook gives the thread to the default app. */
const idleMs = 24 * 60 * 60_000

/** Until when another app, or the inbox of the Page, controls the thread as far as events tell, ms; 0: it does not. */
export function otherAppUntilOf({ standbyTs, directTs, silentTs, silentReason }: ThreadFacts): number {
  const passedTs = silentReason === 'other_app' ? silentTs : null
  const theirsTs = Math.max(standbyTs ?? 0, passedTs ?? 0)
  return theirsTs > (directTs ?? 0) ? theirsTs + idleMs : 0
}
