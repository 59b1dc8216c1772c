/**
 * Settles a send whose outcome is unknown: by its echo, else by a look-up, else by an operator. Never resends blindly.
 */
import type { OutboundRow, OutboundRows, ReadRow, Settlement } from '../../src/db/conversation/outbound.ts'
import { isRepeatable } from '../../src/domain/outbound.ts'
import { conclude, type LookedUp } from '../../src/domain/look-up.ts'
import { GraphRateLimitedError, PipelineError } from '../../src/errors.ts'
import type { Progress } from './progress.ts'

export interface SettleDeps {
  readonly outbound: Pick<OutboundRows, 'settle' | 'remember'>
  /** Looks for this message at Facebook. Throws the Graph errors of src/errors.ts. */
  readonly lookUp: (row: OutboundRow) => Promise<LookedUp>
  readonly onSettled: (row: OutboundRow, settlement: Settlement) => void
  /** As a rule the echo comes within this time after the claim, ms. Then no look-up is needed. */
  readonly graceMs: number
  /** So long after its claim, ms, Facebook carries out no call any more that ended with an error of Facebook's. */
  readonly endedAfterErrorMs: number
  /** The same for a call without a response: Facebook may still work on it. */
  readonly endedAfterSilenceMs: number
  /** After this time without a clear outcome the row is held for the operator, ms. */
  readonly giveUpMs: number
  readonly now: () => number
}

const retryAfterMs = 5_000
const longestWaitMs = 20_000
/** A look-up that is due is not given up. */
const proofMs = 10_000

export async function settleUnknown(deps: SettleDeps, row: ReadRow): Promise<Progress> {
  const claimedTs = row.claimedTs ?? row.createdTs
  const looksFrom = claimedTs + deps.graceMs
  if (row.readTs < looksFrom) return { waitUntil: looksFrom }
  const next = await findNext(deps, row)
  if ('to' in next) return await settle(deps, row, next)
  // Only while the reply may be sent. Later, a row that is never found must not stop the conversation.
  if (next.isReachable === false && deps.now() <= row.expiresTs)
    return { waitUntil: Math.min(deps.now() + next.waitMs, row.expiresTs + 1) }
  const givesUpAt = claimedTs + Math.max(deps.giveUpMs, (next.provesFromAgeMs ?? 0) + proofMs)
  if (deps.now() < givesUpAt) return { waitUntil: Math.min(deps.now() + next.waitMs, givesUpAt) }
  return await settle(deps, row, { to: 'held', reason: 'outcome_unclear' })
}

async function settle(deps: SettleDeps, row: ReadRow, settlement: Settlement): Promise<'done'> {
  const isOurs = await deps.outbound.settle(row.id, ['unknown'], { ...settlement, ofClaim: row.claimedTs })
  if (isOurs) deps.onSettled(row, settlement)
  return 'done'
}

/** When to look again, ms. */
interface Waiting {
  readonly waitMs: number
  readonly isReachable?: false
  readonly provesFromAgeMs?: number | undefined
}

async function findNext(deps: SettleDeps, row: ReadRow): Promise<Settlement | Waiting> {
  if (isRepeatable(row.action)) return { to: 'pending', reason: 'safe_to_repeat' }
  try {
    return await judge(deps, row, await deps.lookUp(row))
  } catch (error) {
    if (error instanceof GraphRateLimitedError) return { waitMs: error.retryAfterMs, isReachable: false } // Facebook told the time
    if (!(error instanceof PipelineError)) throw error
    return error.disposition === 'dead'
      ? { waitMs: retryAfterMs }
      : { waitMs: retryAfterMs, isReachable: false }
  }
}

async function judge(deps: SettleDeps, row: ReadRow, found: LookedUp): Promise<Settlement | Waiting> {
  const ageMs = row.readTs - (row.claimedTs ?? row.createdTs) // before the look-up: the claim is older by now
  if (found.is === 'found') return { to: 'sent', platformId: found.platformId }
  if (found.is === 'unclear') return { waitMs: backoff(ageMs) }
  const endedMs = row.reason === 'graph_error' ? deps.endedAfterErrorMs : deps.endedAfterSilenceMs
  const { provesFromAgeMs = Infinity, lookAgainWithinMs = Infinity, ...seen } = conclude(found, row, endedMs)
  if (ageMs >= provesFromAgeMs) return { to: 'pending', reason: 'was_not_sent' }
  await deps.outbound.remember(row, seen)
  return {
    waitMs: Math.min(backoff(ageMs), lookAgainWithinMs, provesFromAgeMs - ageMs),
    ...(provesFromAgeMs === Infinity ? {} : { provesFromAgeMs }),
  }
}

/** The older the claim, the longer the wait: most messages are found early, or by their echo. */
function backoff(ageMs: number): number {
  return Math.min(longestWaitMs, Math.max(retryAfterMs, 2 * ageMs))
}
