/** Acts of agents in a conversation. Messages and acts become rows of `outbound`, which the workers send as the bot's. */
import type { Kysely } from 'kysely'
import type { ActOutcome } from '../../domain/agent-act.ts'
import type { Database } from '../mysql/schema.ts'
import type { AgentActRequest } from './agent-act-request.ts'
import { actOnComment } from './comment-acts.ts'
import { findActedThread } from './find-acted-thread.ts'
import { oncePerKey } from './once-per-key.ts'
import { reply } from './reply-act.ts'
import { readThread } from './read-thread.ts'
import { giveBack, takeOver } from './thread-acts.ts'
import { undoRows } from './undo-rows.ts'

/** The act is recorded, once for each key of the user; a worker carries out what is `queued`. */
export async function recordAgentAct(db: Kysely<Database>, asked: AgentActRequest): Promise<ActOutcome> {
  const { user, act, now } = asked
  const conversationId = await findActedThread(db, asked.conversationId, act)
  const request = { ...asked, conversationId }
  return await oncePerKey(db, request, async (transaction) => {
    if (act.act === 'undo')
      return await undoRows(transaction, { userId: user.id, conversationId, outboundId: act.outboundId, now })
    const thread = await readThread(transaction, conversationId)
    switch (act.act) {
      case 'take_over':
        return await takeOver(transaction, request, thread)
      case 'give_back':
        return await giveBack(transaction, request, thread)
      case 'reply':
        return await reply(transaction, request, { act, thread })
      case 'reply_in_public':
      case 'reply_in_private':
      case 'hide':
      case 'unhide':
      case 'delete':
      case 'like':
        return await actOnComment(transaction, request, { act, thread })
    }
  })
}
