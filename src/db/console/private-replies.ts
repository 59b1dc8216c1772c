import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../domain/ids.ts'
import { ineffectiveStates } from '../conversation/moderation.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * Which of these comments have their one private reply, or one on its way: of the bot, of an agent, or from the inbox
 * of the Page. Content keys in hex.
 */
export async function findPrivateReplies(
  db: Kysely<Database>,
  conversationIds: readonly ConversationId[],
  contentKeys: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (conversationIds.length === 0 || contentKeys.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbound as o')
    .leftJoin('turn as t', 't.id', 'o.turnId')
    .select(({ fn }) => fn.coalesce('o.contentKey', 't.contentKey').as('contentKey'))
    .where('o.conversationId', 'in', conversationIds)
    .where(({ eb, or }) =>
      or([eb('o.state', 'not in', ineffectiveStates), eb('o.reason', '=', 'already_replied')]),
    )
    .where(({ eb, fn }) => eb(fn.coalesce('o.contentKey', 't.contentKey'), 'in', contentKeys))
    .where(sql<string>`json_unquote(json_extract(o.action, '$.action.do'))`, '=', 'private_reply')
    .execute()
  return new Set(rows.flatMap(({ contentKey }) => contentKey?.toString('hex') ?? []))
}
