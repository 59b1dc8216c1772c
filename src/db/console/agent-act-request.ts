import type { AgentAct } from '../../domain/agent-act.ts'
import type { ConversationId } from '../../domain/ids.ts'

export interface AgentRules {
  /** PAGEBEAT_UNDO_SECONDS: so long an agent may take a message back, ms. */
  readonly undoMs: number
  /** PAGEBEAT_SILENCE_MINUTES: so long the bot is silent after an agent wrote, ms. */
  readonly silenceMs: number
  /** FACEBOOK_HUMAN_AGENT */
  readonly mayUseHumanAgent: boolean
}

export interface AgentActRequest {
  readonly user: { readonly id: string; readonly email: string }
  readonly conversationId: ConversationId
  readonly act: AgentAct
  /** The database's time, ms: workers compare their times with it. */
  readonly now: number
  readonly rules: AgentRules
}
