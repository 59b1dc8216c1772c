/** Follow-ups: messages of a reply that are sent later, unless the customer or an agent writes before. */
import type { Kysely } from 'kysely'
import type { Database } from '../mysql/schema.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { ReplyChannel } from '../../domain/turn.ts'

interface Released {
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
}

/** Those whose time has come are `pending`: the worker of the conversation sends or skips them. */
export async function releaseFollowUps(
  db: Kysely<Database>,
  now: number,
  limit: number,
): Promise<Released[]> {
  const due = await db
    .selectFrom('outbound')
    .select(['id', 'conversationId', 'channel'])
    .where('dueTs', '<=', String(now))
    .where('state', '=', 'scheduled')
    .orderBy('dueTs')
    .limit(limit)
    .execute()
  if (due.length === 0) return []
  await db
    .updateTable('outbound')
    .set({ state: 'pending', dueTs: null })
    .where(
      'id',
      'in',
      due.map(({ id }) => id),
    )
    .where('state', '=', 'scheduled')
    .execute()
  return due.map(({ conversationId, channel }) => ({ conversationId, channel }))
}
