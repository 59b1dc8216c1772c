/**
 * Settles a send whose outcome is unknown: by its echo, else by a look-up, else by an operator. Never resends blindly.
 */
import type { OutboundRow, OutboundRows, Settlement } from '../../src/db/conversation/outbound.ts'
import { GraphRateLimitedError, PipelineError } from '../../src/errors.ts'
import type { Progress } from './progress.ts'

/** `unclear`: the list of Facebook does not reach back far enough, or another message has the same text. */
export type LookedUp = { readonly platformId: string } | 'not_sent' | 'unclear'

export interface SettleDeps {
  readonly outbound: Pick<OutboundRows, 'settle'>
  /** Asks Facebook whether this message arrived. Throws the Graph errors of src/errors.ts. */
  readonly lookUp: (row: OutboundRow) => Promise<LookedUp>
  readonly onSettled: (row: OutboundRow, settlement: Settlement) => void
  /** Echoes come within this time, ms. An earlier look-up proves nothing. */
  readonly graceMs: number
  /** The longest time that a call may take, ms. */
  readonly claimMs: number
  /** After this time without a clear outcome the row is held for the operator, ms. */
  readonly giveUpMs: number
  readonly now: () => number
}

const retryAfterMs = 5_000

export async function settleUnknown(deps: SettleDeps, row: OutboundRow): Promise<Progress> {
  const claimedTs = row.claimedTs ?? row.createdTs
  const graceEnds = claimedTs + deps.claimMs + deps.graceMs
  if (deps.now() < graceEnds) return { waitUntil: graceEnds }
  const settlement = await findSettlement(deps, row)
  // Only while the reply may be sent. Later, a row that is never found must not stop the conversation.
  if (isNotReachable(settlement) && deps.now() <= row.expiresTs)
    return { waitUntil: Math.min(deps.now() + settlement.retryAfterMs, row.expiresTs + 1) }
  if (settlement !== 'unclear' && !isNotReachable(settlement)) {
    const isOurs = await deps.outbound.settle(row.id, ['unknown'], { ...settlement, ofClaim: row.claimedTs })
    if (isOurs) deps.onSettled(row, settlement)
    return 'done'
  }
  const givesUpAt = claimedTs + deps.giveUpMs
  if (deps.now() < givesUpAt) return { waitUntil: Math.min(deps.now() + retryAfterMs, givesUpAt) }
  const held: Settlement = { to: 'held', reason: 'outcome_unclear' }
  if (await deps.outbound.settle(row.id, ['unknown'], held)) deps.onSettled(row, held)
  return 'done'
}

/** Acts that have no visible effect when they are done twice. */
const repeatable = new Set(['hide', 'like', 'hand_over', 'private_reply'])

interface NotReachable {
  readonly retryAfterMs: number
}

function isNotReachable(settlement: Settlement | 'unclear' | NotReachable): settlement is NotReachable {
  return typeof settlement === 'object' && 'retryAfterMs' in settlement
}

async function findSettlement(
  { lookUp }: SettleDeps,
  row: OutboundRow,
): Promise<Settlement | 'unclear' | NotReachable> {
  if (repeatable.has(row.action.do)) return { to: 'pending', reason: 'safe_to_repeat' }
  try {
    const found = await lookUp(row)
    if (found === 'unclear') return 'unclear'
    return found === 'not_sent'
      ? { to: 'pending', reason: 'was_not_sent' }
      : { to: 'sent', platformId: found.platformId }
  } catch (error) {
    if (error instanceof GraphRateLimitedError) return { retryAfterMs: error.retryAfterMs } // Facebook told the time
    if (error instanceof PipelineError) return error.disposition === 'dead' ? 'unclear' : { retryAfterMs }
    throw error
  }
}
