import type { Kysely } from 'kysely'
import type { AgentRules } from '../../src/db/console/agent-act-request.ts'
import { recordAgentAct } from '../../src/db/console/agent-acts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { ActOutcome, AgentAct } from '../../src/domain/agent-act.ts'
import { asConversationId, type ConversationId } from '../../src/domain/ids.ts'

/** An act without its key: each call has a new one. */
export type Given = AgentAct extends infer One ? (One extends AgentAct ? Omit<One, 'key'> : never) : never

export interface Agent {
  readonly id: string
  act(given: Given & { readonly key?: string }): Promise<ActOutcome>
}

let keys = 0

/** An agent of the console in the only conversation there is, or in this one. */
export function createAgent(
  db: Kysely<Database>,
  {
    id = '8',
    conversationId = asConversationId('1'),
    now = Date.now,
    rules = {},
  }: {
    readonly id?: string
    readonly conversationId?: ConversationId
    readonly now?: () => number
    readonly rules?: Partial<AgentRules>
  } = {},
): Agent {
  const user = { id, email: `agent-${id}@example.com` }
  return {
    id,
    act: ({ key = `key-${(keys += 1)}`, ...given }) =>
      recordAgentAct(db, {
        user,
        conversationId,
        act: { ...given, key },
        now: now(),
        rules: { undoMs: 0, silenceMs: 3_600_000, mayUseHumanAgent: false, ...rules },
      }),
  }
}
