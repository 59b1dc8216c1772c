/** Whether Facebook allows a message of an agent in Messenger now. */
import type { Conversation } from '../../api/conversation.ts'

export interface Window {
  /** `human`: only with HUMAN_AGENT. `none`: the customer has never written in Messenger. */
  readonly is: 'open' | 'human' | 'closed' | 'none'
  readonly leftMs: number
}

export function windowOf(
  { windowUntil, humanAgentUntil }: Pick<Conversation, 'windowUntil' | 'humanAgentUntil'>,
  nowMs: number,
): Window {
  if (windowUntil !== undefined && windowUntil > nowMs) return { is: 'open', leftMs: windowUntil - nowMs }
  if (humanAgentUntil !== undefined && humanAgentUntil > nowMs)
    return { is: 'human', leftMs: humanAgentUntil - nowMs }
  return { is: windowUntil === undefined ? 'none' : 'closed', leftMs: 0 }
}
