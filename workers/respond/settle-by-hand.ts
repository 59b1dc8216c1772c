/** An operator or agent sends an outbound message after all, gives it up, or saw that it was sent. The policy is the same as for every other send. */
import type { OutboundRow, OutboundRows } from '../../src/db/conversation/outbound.ts'
import type { ConversationReader } from '../../src/db/conversation/read-conversation.ts'
import type { WakeUps } from '../../src/db/conversation/wake-ups.ts'
import type { OutboundState } from '../../src/domain/outbound.ts'
import type { AgentPolicyReason, AgentVerdict } from '../../src/domain/agent-policy.ts'
import { judge, type Verdict } from '../../src/domain/policy.ts'
import { judgeAgentsRow } from './judge-agents-row.ts'

export interface SettleByHandDeps {
  readonly rows: Pick<OutboundRows, 'settle'>
  readonly conversations: Pick<ConversationReader, 'findState'>
  readonly wakeUps: Pick<WakeUps, 'wakeAt'>
  /** ms */
  readonly now: () => number
  /** FACEBOOK_HUMAN_AGENT. Absent: no. */
  readonly mayUseHumanAgent?: boolean
}

export type SettledByHand =
  | { readonly settled: true }
  /** `refused`: why Facebook or Pagebeat forbids it now. Undefined: the state of the row does not allow this change. */
  | { readonly settled: false; readonly refused: string | undefined; readonly reason?: AgentPolicyReason }

const resendable: readonly OutboundState[] = ['held', 'failed', 'expired', 'suppressed']
const droppable: readonly OutboundState[] = ['held', 'unknown', 'pending', 'scheduled']

/** How long a message may be sent after an operator asked for it: its old time may be over. */
const moreMs = 3_600_000

/** Whether this row may be sent if an operator asks for it now, and if not, why. */
export async function judgeResend(row: OutboundRow, deps: JudgeDeps) {
  return await judgeRow({ ...row, expiresTs: deps.now() + moreMs }, deps)
}

type JudgeDeps = Pick<SettleByHandDeps, 'conversations' | 'now' | 'mayUseHumanAgent'>

/** Whether this row may be sent now, and if not, why. */
export async function judgeRow(
  row: OutboundRow,
  { conversations, now, mayUseHumanAgent = false }: JudgeDeps,
): Promise<Verdict | AgentVerdict> {
  const state = await conversations.findState(row.conversationId)
  if (row.userId !== undefined) return judgeAgentsRow(row, state, { nowMs: now(), mayUseHumanAgent })
  return judge(row.action, { ...row, ...state, nowMs: now() })
}

/** The row is `pending` again, and its conversation is woken. */
export async function resendRow(row: OutboundRow, deps: SettleByHandDeps): Promise<SettledByHand> {
  const expiresTs = deps.now() + moreMs
  const verdict = await judgeRow({ ...row, expiresTs }, deps)
  if (resendable.includes(row.state) && !verdict.allowed)
    return { settled: false, refused: verdict.say, reason: verdict.reason }
  const settlement = { to: 'pending', reason: 'resent_by_hand', expiresTs } as const
  return await settle(row, deps, { from: resendable, settlement })
}

/** The row is `failed`, and its conversation is woken: a later message may wait for this one. */
export async function dropRow(row: OutboundRow, deps: SettleByHandDeps): Promise<SettledByHand> {
  return await settle(row, deps, {
    from: droppable,
    settlement: { to: 'failed', reason: 'given_up_by_hand' },
  })
}

/** The row is `sent`: an agent saw it in the inbox of the Page. Nobody knows its mid or comment id. */
export async function markRowSent(row: OutboundRow, deps: SettleByHandDeps): Promise<SettledByHand> {
  return await settle(row, deps, {
    from: ['held', 'failed'],
    settlement: { to: 'sent', reason: 'seen_by_hand' },
  })
}

async function settle(
  row: OutboundRow,
  { rows, wakeUps, now }: SettleByHandDeps,
  move: {
    readonly from: readonly OutboundState[]
    readonly settlement: Parameters<OutboundRows['settle']>[2]
  },
): Promise<SettledByHand> {
  const settled = await rows.settle(row.id, move.from, move.settlement)
  if (!settled) return { settled: false, refused: undefined }
  await wakeUps.wakeAt(row, now())
  return { settled: true }
}
