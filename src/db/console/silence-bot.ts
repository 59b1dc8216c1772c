/** An agent of the console has the thread: the bot is silent, and what it has not sent yet is not sent. */
import { sql, type Transaction } from 'kysely'
import { messengerChannel } from '../../domain/event.ts'
import type { ConversationId } from '../../domain/ids.ts'
import { updateOutcomes } from '../conversation/turn-outcomes.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The bot is silent until `until`, ms. Its pending messages are suppressed, so that no worker claims them any more. A
 * message that is claimed by now still leaves: its bytes may be on their way. The caller holds the lock of the conversation.
 */
export async function silenceBot(
  transaction: Transaction<Database>,
  conversationId: ConversationId,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<void> {
  await transaction
    .updateTable('conversation')
    .set((eb) => ({
      silentTs: String(now),
      silentUntil: String(until),
      silentReason: 'taken_over',
      decisions: eb('decisions', '+', 1), // a decision of the bot that is under way is outdated
    }))
    .where('id', '=', conversationId)
    .execute()
  const pending = await transaction
    .selectFrom('outbound')
    .select(['id', 'turnId'])
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'pending')
    .where('channel', '=', messengerChannel)
    .where('userId', 'is', null)
    .where('unclearTs', 'is', null) // the worker holds such a row: its first call may have taken effect
    .where(sql<string>`json_unquote(json_extract(action, '$.action.do'))`, 'in', ['say', 'hand_over'])
    .execute()
  if (pending.length === 0) return
  await transaction
    .updateTable('outbound')
    .set({ state: 'suppressed', reason: 'silent_taken_over', settledTs: String(now) })
    .where(
      'id',
      'in',
      pending.map(({ id }) => id),
    )
    .where('state', '=', 'pending')
    .execute()
  await updateOutcomes(
    transaction,
    pending.flatMap(({ turnId }) => turnId ?? []),
  )
}
