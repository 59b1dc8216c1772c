/** Whether a follow-up (`after`) is sent now: it has to follow a message, and nobody may have written since. */
import type { FollowUps } from '../../src/db/conversation/follow-ups.ts'
import type { ReadRow } from '../../src/db/conversation/outbound.ts'
import { isAnswerToFirstContact } from '../../src/domain/automatic-echo.ts'
import type { EarlierMessagesDeps } from './earlier-messages.ts'

export interface FollowUpDeps extends Pick<EarlierMessagesDeps, 'isUnderWay'> {
  readonly followUps: FollowUps
  readonly now: () => number
}

/** At most one of these. */
export interface FollowUpVerdict {
  readonly skip?: 'not_needed' | 'customer_wrote' | 'agent_wrote'
  /** The message that it follows left later than planned. */
  readonly postponeTo?: number
  /** Something of the customer has reached the receiver, and is no turn yet. The next look, ms since the epoch. */
  readonly waitUntil?: number
}

/** Undefined: the row may be sent. For a row that is no follow-up nothing is read. */
export async function judgeFollowUp(
  { isUnderWay, followUps, now }: FollowUpDeps,
  row: ReadRow,
): Promise<FollowUpVerdict | undefined> {
  const { action, causedTs, psid } = row
  if (action.afterMs === undefined) return undefined
  // Asked before the tables are read. An event that is not under way by now is found in them.
  const isComing = await isUnderWay(psid, now())
  const facts = await followUps.find(row)
  if (isCustomerBack(facts, causedTs)) return { skip: 'customer_wrote' }
  const { silentTs, silentReason, firstInboundTs } = facts
  const isAutomatic = silentReason === 'person' && isAnswerToFirstContact(silentTs, firstInboundTs)
  if ((silentTs ?? 0) > causedTs && !isAutomatic) return { skip: 'agent_wrote' }
  if (facts.hasParts && facts.sentTs === undefined) return { skip: 'not_needed' }
  const dueTs = (facts.sentTs ?? 0) + action.afterMs
  if (dueTs > now()) return { postponeTo: dueTs }
  return isComing ? { waitUntil: Math.min(now() + pauseMs, row.expiresTs + 1) } : undefined
}

const pauseMs = 1_000

/** An event that Facebook tells a second time, in another form, is closed as a repeat: the customer did nothing more. */
function isCustomerBack(
  { hasLaterTurn, repeatedTs, lastInboundTs }: Awaited<ReturnType<FollowUps['find']>>,
  causedTs: number,
): boolean {
  return hasLaterTurn || (lastInboundTs ?? 0) > Math.max(causedTs, repeatedTs ?? 0)
}
