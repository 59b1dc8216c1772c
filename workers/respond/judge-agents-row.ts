import type { OutboundRow, ReadRow } from '../../src/db/conversation/outbound.ts'
import type { ConversationState } from '../../src/db/conversation/read-conversation.ts'
import { type AgentVerdict, judgeAgents } from '../../src/domain/agent-policy.ts'

/** When the agent can no longer take the row back, ms. Undefined: it may be sent now. */
export function waitsForUndo({ undoUntilTs }: ReadRow, nowMs: number): number | undefined {
  return undoUntilTs !== undefined && nowMs < undoUntilTs ? undoUntilTs : undefined
}

/** Whether the row of an agent may be sent now. */
export function judgeAgentsRow(
  { action, causedTs, expiresTs, gone }: OutboundRow & Pick<ReadRow, 'gone'>,
  { lastInboundTs, otherAppUntil }: ConversationState,
  { nowMs, mayUseHumanAgent }: { readonly nowMs: number; readonly mayUseHumanAgent: boolean },
): AgentVerdict {
  const facts = { nowMs, lastInboundTs, causedTs, expiresTs, gone, otherAppUntil, mayUseHumanAgent }
  return judgeAgents(action, facts)
}
