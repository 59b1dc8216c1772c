/** Notes of agents about a conversation. */
import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import type { UserName } from './find-items.ts'

export interface Note {
  readonly id: string
  readonly by: UserName
  readonly ts: number
  readonly text: string
}

const most = 200

/** The latest, the oldest first. */
export async function readNotes(
  db: Kysely<Database>,
  conversationIds: readonly ConversationId[],
): Promise<Note[]> {
  const rows = await db
    .selectFrom('conversationNote as n')
    .leftJoin('consoleUser as u', 'u.id', 'n.userId')
    .select(['n.id', 'n.userId', 'n.ts', 'n.text', 'u.name'])
    .where('n.conversationId', 'in', conversationIds)
    .orderBy('n.ts', 'desc')
    .orderBy('n.id', 'desc')
    .limit(most)
    .execute()
  return rows
    .map(({ id, userId, ts, text, name }) => ({
      id,
      by: { id: userId, name: name ?? '' },
      ts: Number(ts),
      text,
    }))
    .toReversed()
}
