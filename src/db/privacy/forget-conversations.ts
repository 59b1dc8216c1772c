/** Removes the turns, messages and receipts of forgotten conversations, each by an index. */
import type { Kysely } from 'kysely'
import { asConversationId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { deleteWhere } from './delete-where.ts'
import { addRemoved, type ForgetPlan, type Removed } from '../../privacy/forget-plan.ts'

const turnsAtOnce = 500

/** What is found by the conversation alone. */
export const tablesByConversation = [
  'outbound',
  'agentAct',
  'pageMessage',
  'receipt',
  'receiptMid',
  'inboxEntry',
  'inboxWord',
  'inboxTouched',
  'conversationHandling',
  'conversationNote',
  'conversationPresence',
] as const

/** May be repeated. The rows that name others come first, those that are found by the conversation last. */
export async function forgetConversations(
  db: Kysely<Database>,
  { conversationIds }: Pick<ForgetPlan, 'conversationIds'>,
): Promise<Removed> {
  let removed: Removed = {}
  if (conversationIds.length === 0) return removed
  for (;;) {
    const turns = await db
      .selectFrom('turn')
      .select(['id', 'contentKey'])
      .where('conversationId', 'in', conversationIds.map(asConversationId))
      .limit(turnsAtOnce)
      .execute()
    if (turns.length === 0) break
    const ids = turns.map(({ id }) => id)
    const keys = turns.flatMap(({ contentKey }) => contentKey ?? [])
    const sent = await db.selectFrom('outbound').select('id').where('turnId', 'in', ids).execute()
    removed = addRemoved(removed, {
      moderation: await deleteWhere(
        db,
        'moderation',
        'outboundId',
        sent.map(({ id }) => id),
      ),
      contentReply: await deleteWhere(db, 'contentReply', 'contentKey', keys),
      outbound: await deleteWhere(db, 'outbound', 'turnId', ids),
      turn: await deleteWhere(db, 'turn', 'id', ids),
    })
  }
  for (const table of tablesByConversation)
    removed = addRemoved(removed, {
      [table]: await deleteWhere(db, table, 'conversationId', conversationIds),
    })
  return removed
}
