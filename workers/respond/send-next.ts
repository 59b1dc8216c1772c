/** Moves the first unsettled message of a conversation one step: judge, claim, send, classify, settle. */
import type { OutboundRow, OutboundRows, ReadRow, Settlement } from '../../src/db/conversation/outbound.ts'
import type { ConversationState } from '../../src/db/conversation/read-conversation.ts'
import type { ThreadControl } from '../../src/db/conversation/thread-control.ts'
import { isWanted, stateOfRefused, unsettledStates } from '../../src/domain/outbound.ts'
import { handedOverMs, judge, type PolicyFacts } from '../../src/domain/policy.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
} from '../../src/errors.ts'
import type { Progress } from './progress.ts'
import { type FollowUpDeps, judgeFollowUp } from './judge-follow-up.ts'
import { judgeAgentsRow, waitsForUndo } from './judge-agents-row.ts'
import { settleUnknown, type SettleDeps } from './settle-unknown.ts'
import { backoffMs } from '../../src/backoff.ts'

/** From Facebook's response to a send. */
export interface Sent {
  /** mid or comment id */
  readonly platformId?: string | undefined
  /** The thread was not taken, as this app controls it already. */
  readonly wasInControl?: true
}

export interface SendDeps extends SettleDeps, FollowUpDeps {
  readonly threadControl: Pick<ThreadControl, 'handOver' | 'refuseHandOver' | 'confirmControl'>
  readonly outbound: Pick<OutboundRows, 'find' | 'findState' | 'claim' | 'settle' | 'remember'>
  /** The one call to Facebook for this row; throws the Graph errors of src/errors.ts. */
  readonly send: (row: Claimed) => Promise<Sent>
  readonly onSettled: (row: OutboundRow, settlement: Settlement) => void
  /** After this time the worker of a claim counts as dead, ms. */
  readonly claimMs: number
  /** The app has Facebook's feature Human Agent: agents may write for seven days. */
  readonly mayUseHumanAgent?: boolean
  readonly now: () => number
}

export async function sendNext(
  deps: SendDeps,
  outboundId: string,
  state: ConversationState,
): Promise<Progress> {
  const row = await deps.outbound.find(outboundId)
  if (row === undefined) return 'done'
  if (row.state === 'unknown') return await settleUnknown(deps, row)
  if (row.state === 'sending') return await takeOver(deps, row)
  if (row.state !== 'pending') return 'done' // settled meanwhile: read the conversation again
  return row.userId === undefined ? await sendOfBot(deps, row, state) : await sendOfAgent(deps, row, state)
}

async function sendOfBot(deps: SendDeps, row: ReadRow, state: ConversationState): Promise<Progress> {
  const followUp = await judgeFollowUp(deps, row)
  const reason = (await isNotNeeded(deps, row)) ? 'not_needed' : followUp?.skip
  if (reason !== undefined) return await settle(deps, row, { from: 'pending', to: 'skipped', reason })
  const { lastInboundTs, silentUntil, silentReason } = state
  const { causedTs, expiresTs, gone } = row
  const nowMs = deps.now()
  const facts = { nowMs, lastInboundTs, causedTs, silentUntil, silentReason, expiresTs, gone }
  if (isHandedOver(row, facts)) return await settle(deps, row, { from: 'pending', to: 'sent' })
  const verdict = judge(row.action, facts)
  if (!verdict.allowed) {
    const to = mayBeDone(row) ? 'held' : verdict.becomes
    return await settle(deps, row, { from: 'pending', to, reason: verdict.reason })
  }
  if (followUp?.postponeTo !== undefined) {
    await deps.followUps.postpone(row, followUp.postponeTo)
    return 'done'
  }
  if (followUp?.waitUntil !== undefined) return { waitUntil: followUp.waitUntil }
  return await claimAndSend(deps, row)
}

/** The silence of the bot does not hold for agents. Nothing leaves while the agent may take it back. */
async function sendOfAgent(deps: SendDeps, row: ReadRow, state: ConversationState): Promise<Progress> {
  const { now, mayUseHumanAgent = false } = deps
  const waitUntil = waitsForUndo(row, now())
  if (waitUntil !== undefined) return { waitUntil }
  const verdict = judgeAgentsRow(row, state, { nowMs: now(), mayUseHumanAgent })
  if (verdict.allowed) return await claimAndSend(deps, { ...row, tag: verdict.tag })
  const to = mayBeDone(row) ? 'held' : verdict.becomes
  return await settle(deps, row, { from: 'pending', to, reason: verdict.reason })
}

async function claimAndSend(deps: SendDeps, row: ReadRow & Pick<Claimed, 'tag'>): Promise<Progress> {
  const claimedAt = performance.now()
  const claimedTs = deps.now()
  if (!(await deps.outbound.claim(row.id, claimedTs))) return 'done' // another worker has it: read again
  return await sendClaimed(deps, { ...row, claimedTs, claimedAt, attempts: row.attempts + 1 })
}

/** An earlier try passed the thread and silenced the bot, and its worker died before it settled the row. */
function isHandedOver(
  { action, attempts }: ReadRow,
  { silentReason, silentUntil = 0, nowMs }: PolicyFacts,
): boolean {
  const isRepeat = action.do === 'hand_over' && attempts > 0
  return isRepeat && silentReason === 'handed_over' && nowMs < silentUntil
}

/** The row depends on an earlier part of its reply, which is settled by now and ended in another way. */
async function isNotNeeded({ outbound }: SendDeps, { action, turnId }: ReadRow): Promise<boolean> {
  const { onlyIf } = action
  return onlyIf !== undefined && !isWanted(onlyIf, await outbound.findState(turnId, onlyIf.step))
}

/** Another worker is sending the row, or died while it sent it. One clock dated the claim and this read of it. */
async function takeOver(deps: SendDeps, row: ReadRow): Promise<Progress> {
  const diesAt = (row.claimedTs ?? 0) + deps.claimMs
  if (diesAt > row.readTs) return { waitUntil: diesAt }
  return await settle(deps, row, { from: 'sending', to: 'unknown', reason: 'worker_died' })
}

export type Claimed = OutboundRow &
  Pick<ReadRow, 'rest'> & {
    readonly claimedTs: number
    /** When this process began to claim the row, of `performance.now()`: no clock that is set moves its deadline. */
    readonly claimedAt: number
    /** An agent's message after the 24-hour window. */
    readonly tag?: 'HUMAN_AGENT' | undefined
  }

/** Makes the one call for a row that this worker has claimed, and stores its outcome. */
export async function sendClaimed(deps: SendDeps, row: Claimed): Promise<Progress> {
  let sent: Sent
  try {
    sent = await deps.send(row)
    if (row.action.do === 'hand_over') await silenceBot(deps, row)
    if (row.action.do === 'take_thread' || row.action.do === 'give_back')
      await deps.threadControl.confirmControl(row.conversationId, deps.now())
  } catch (error) {
    return await settleFailure(deps, row, error)
  }
  const { platformId, wasInControl } = sent
  const why = wasInControl === true ? ({ reason: 'in_control' } as const) : {}
  return await settle(deps, row, { from: 'sending', to: 'sent', platformId, ...why })
}

async function silenceBot(
  { threadControl, now }: SendDeps,
  { conversationId, causedTs }: OutboundRow,
): Promise<void> {
  const ts = now()
  await threadControl.handOver(conversationId, { ts, causedTs, until: ts + handedOverMs })
}

/** An error of no known class is a bug: then the outcome is unknown. */
async function settleFailure(deps: SendDeps, row: Claimed, error: unknown): Promise<Progress> {
  if (error instanceof GraphRejectedError) {
    const { meaning: reason } = error.fault
    const to = stateOfRefused(row.action, { meaning: reason, isUnclear: mayBeDone(row) })
    if (to === 'sent' && row.action.do === 'hand_over') await silenceBot(deps, row)
    return await settle(deps, row, { from: 'sending', to, reason })
  }
  if (error instanceof GraphRateLimitedError || error instanceof PageTokenRevokedError) {
    const waitMs = error instanceof GraphRateLimitedError ? error.retryAfterMs : tokenRetryMs
    await settle(deps, row, { from: 'sending', to: 'pending', reason: error.fault.meaning })
    return { waitUntil: Math.min(deps.now() + waitMs, row.expiresTs + 1) }
  }
  if (error instanceof GraphUnavailableError) {
    const { meaning } = error.fault
    if (row.attempts > (error.retries ?? Infinity))
      return await settle(deps, row, {
        from: 'sending',
        to: mayBeDone(row) ? 'held' : 'failed',
        reason: meaning,
      })
    await settle(deps, row, { from: 'sending', to: 'pending', reason: meaning })
    const waitMs = Math.max(
      error.retryAfterMs ?? 0,
      backoffMs(row.attempts, { firstMs: 500, longestMs: 20_000 }),
    )
    return { waitUntil: Math.min(deps.now() + waitMs, row.expiresTs + 1) }
  }
  const reason = error instanceof SendOutcomeUnknownError ? error.fault.reason : 'bug'
  return await settle(deps, row, { from: 'sending', to: 'unknown', reason })
}

/** The outcome of an earlier call is not known. Then a text that depends on the act is not said, neither way. */
function mayBeDone({ unclearTs }: OutboundRow): boolean {
  return unclearTs !== undefined
}

/** An operator may add a new token at any time. */
const tokenRetryMs = 10_000

/** An agent has to look after the customer. */
const notHandedOver: readonly Settlement['to'][] = ['failed', 'expired', 'held']

async function settle(
  deps: Pick<SendDeps, 'outbound' | 'onSettled' | 'threadControl' | 'now'>,
  row: OutboundRow & Pick<ReadRow, 'rest'>,
  { from, ...settlement }: Settlement & { readonly from: OutboundRow['state'] },
): Promise<'done' | 'settled'> {
  // Before the row is settled: a worker that dies in between does it again.
  if (row.action.do === 'hand_over' && notHandedOver.includes(settlement.to))
    await deps.threadControl.refuseHandOver(row.conversationId, { ts: deps.now(), causedTs: row.causedTs })
  const { claimedTs: ofClaim, rest } = row
  const isOurs = await deps.outbound.settle(row.id, [from], {
    ...settlement,
    ofClaim,
    ...(rest === undefined ? {} : { rest }),
  })
  if (isOurs) deps.onSettled(row, settlement)
  return isOurs && !unsettledStates.includes(settlement.to) ? 'settled' : 'done'
}
