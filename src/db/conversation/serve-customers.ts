import { sql, type Transaction } from 'kysely'
import type { Database } from '../mysql/schema.ts'
import { servedAt } from './waiting.ts'

/**
 * The customers whom an agent of the console wrote by these rows of `outbound` wait no longer: for what they wrote until
 * the agent sent it. Rows of the bot, comments and acts serve nobody.
 */
export async function serveCustomers(
  transaction: Transaction<Database>,
  outboundIds: readonly string[],
): Promise<void> {
  if (outboundIds.length === 0) return
  const rows = await transaction
    .selectFrom('outbound')
    .select(['conversationId', 'createdTs'])
    .where('id', 'in', outboundIds)
    .where('userId', 'is not', null)
    .where(sql<string>`json_unquote(json_extract(action, '$.action.do'))`, 'in', ['say', 'private_reply'])
    .orderBy('conversationId')
    .execute()
  for (const { conversationId, createdTs } of rows)
    await transaction
      .updateTable('conversation')
      .set(servedAt(Number(createdTs)))
      .where('id', '=', conversationId)
      .execute()
}
