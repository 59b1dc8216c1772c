import type { Transaction } from 'kysely'
import { type ActOutcome, refused } from '../../domain/agent-act.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { wakeConversation } from './insert-agents-rows.ts'

interface Undo {
  readonly userId: string
  readonly conversationId: ConversationId
  readonly outboundId: string
  readonly now: number
}

/**
 * What this user sent with this row, and no worker has claimed, is suppressed. A claim and this change exclude each other:
 * both ask for the state `pending`.
 */
export async function undoRows(
  transaction: Transaction<Database>,
  { userId, conversationId, outboundId, now }: Undo,
): Promise<ActOutcome> {
  const row = await transaction
    .selectFrom('outbound')
    .select(['channel', 'echoMark'])
    .where('id', '=', outboundId)
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (row === undefined) return refused('not_yours', 'You sent no such message in this conversation.')
  const { numUpdatedRows } = await transaction
    .updateTable('outbound')
    .set({ state: 'suppressed', reason: 'undone', settledTs: String(now) })
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .where('echoMark', '=', row.echoMark)
    .where('state', '=', 'pending')
    .where('unclearTs', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return refused('too_late_to_undo', 'It has left already.')
  await wakeConversation(transaction, { conversationId, channel: row.channel }, now)
  return { is: 'done', outboundId }
}
