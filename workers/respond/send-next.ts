/** Moves the first unsettled row of the outbox one step: judge, claim, send, classify, settle. */
import type { OutboundRow, OutboundRows, Settlement } from '../../src/db/conversation/outbound.ts'
import type { Mind, Minds } from '../../src/db/conversation/minds.ts'
import { handedOverMs, judge } from '../../src/domain/policy.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
} from '../../src/errors.ts'
import type { Progress } from './progress.ts'
import { settleUnknown, type SettleDeps } from './settle-unknown.ts'

/** What the world answered to a send. */
export interface Sent {
  /** mid or comment id */
  readonly platformId?: string | undefined
}

export interface SendDeps extends SettleDeps {
  readonly minds: Pick<Minds, 'setSilence'>
  readonly outbox: Pick<OutboundRows, 'find' | 'claim' | 'settle'>
  /** The one call to Facebook for this row; throws the Graph errors of src/errors.ts. */
  readonly send: (row: OutboundRow & { readonly claimedTs: number }) => Promise<Sent>
  readonly onSettled: (row: OutboundRow, settlement: Settlement) => void
  /** A claim older than this belongs to a worker that died. */
  readonly claimMs: number
  readonly now: () => number
}

export async function sendNext(deps: SendDeps, outboundId: string, mind: Mind): Promise<Progress> {
  const row = await deps.outbox.find(outboundId)
  if (row === undefined) return 'done'
  if (row.state === 'unknown') return await settleUnknown(deps, row)
  if (row.state === 'sending') return await takeOver(deps, row)
  if (row.state !== 'pending') return 'done' // settled meanwhile: look again
  const { lastInboundTs, silentUntil, silentReason } = mind
  const { causedTs, expiresTs } = row
  const nowMs = deps.now()
  const facts = { nowMs, lastInboundTs, causedTs, silentUntil, silentReason, expiresTs }
  const verdict = judge(row.action, facts)
  if (!verdict.allowed)
    return await settle(deps, row, { from: 'pending', to: verdict.becomes, reason: verdict.reason })
  const claimedTs = deps.now()
  if (!(await deps.outbox.claim(row.id, claimedTs))) return 'done' // another worker has it: look again
  return await send(deps, { ...row, claimedTs, attempts: row.attempts + 1 })
}

/** Another worker sends it now, or died with it. */
async function takeOver(deps: SendDeps, row: OutboundRow): Promise<Progress> {
  const diesAt = (row.claimedTs ?? 0) + deps.claimMs
  if (diesAt > deps.now()) return { waitUntil: diesAt }
  return await settle(deps, row, { from: 'sending', to: 'unknown', reason: 'worker_died' })
}

export type Claimed = OutboundRow & { readonly claimedTs: number }

/** The one call for a row that this worker has claimed, and what comes of it. */
export async function send(deps: SendDeps, row: Claimed): Promise<Progress> {
  let platformId: string | undefined
  try {
    ;({ platformId } = await deps.send(row))
    if (row.action.do === 'hand_over') await handedOver(deps, row)
  } catch (error) {
    return await settleFailure(deps, row, error)
  }
  return await settle(deps, row, { from: 'sending', to: 'sent', platformId })
}

async function handedOver({ minds, now }: SendDeps, { conversationId }: OutboundRow): Promise<void> {
  const ts = now()
  await minds.setSilence(conversationId, { ts, until: ts + handedOverMs, reason: 'handed_over' })
}

/** Every way a call can end has its row here; what is none of ours is a bug, after which the outcome is unknown. */
async function settleFailure(deps: SendDeps, row: Claimed, error: unknown): Promise<Progress> {
  if (error instanceof GraphRejectedError) {
    const { meaning } = error.fault
    const to = meaning === 'already_replied' ? 'sent' : 'failed'
    return await settle(deps, row, { from: 'sending', to, reason: meaning })
  }
  if (error instanceof GraphRateLimitedError || error instanceof PageTokenRevokedError) {
    const waitMs = error instanceof GraphRateLimitedError ? error.retryAfterMs : tokenLookMs
    await settle(deps, row, { from: 'sending', to: 'pending', reason: error.fault.meaning })
    return { waitUntil: Math.min(deps.now() + waitMs, row.expiresTs + 1) }
  }
  if (error instanceof GraphUnavailableError) {
    const { meaning } = error.fault
    if (row.attempts > (error.retries ?? Infinity))
      return await settle(deps, row, { from: 'sending', to: 'failed', reason: meaning })
    await settle(deps, row, { from: 'sending', to: 'pending', reason: meaning })
    const waitMs = Math.max(error.retryAfterMs ?? 0, backoffMs(row.attempts))
    return { waitUntil: Math.min(deps.now() + waitMs, row.expiresTs + 1) }
  }
  const reason = error instanceof SendOutcomeUnknownError ? error.fault.reason : 'bug'
  return await settle(deps, row, { from: 'sending', to: 'unknown', reason })
}

/** A new token may come at any time. */
const tokenLookMs = 10_000

function backoffMs(attempts: number): number {
  return Math.min(20_000, 250 * 2 ** Math.min(attempts, 7))
}

async function settle(
  deps: Pick<SendDeps, 'outbox' | 'onSettled'>,
  row: OutboundRow,
  { from, ...settlement }: Settlement & { readonly from: OutboundRow['state'] },
): Promise<'done'> {
  const isOurs = await deps.outbox.settle(row.id, [from], { ...settlement, ofClaim: row.claimedTs })
  if (isOurs) deps.onSettled(row, settlement)
  return 'done'
}
