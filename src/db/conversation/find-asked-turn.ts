/** The turn in which the bot asked what the customer meant, as it stands now. */
import type { Kysely } from 'kysely'
import type { TurnId } from '../../domain/ids.ts'
import type { Understanding } from '../../domain/understanding.ts'
import type { Database } from '../mysql/schema.ts'
import { toTurn, turnColumns } from './turn-row.ts'

export interface AskedTurnRow {
  readonly text: string
  readonly understanding: Understanding
}

/** Undefined: the customer unsent or edited the text since, or the turn is deleted. */
export async function findAskedTurn(db: Kysely<Database>, id: TurnId): Promise<AskedTurnRow | undefined> {
  const row = await db
    .selectFrom('turn as t')
    .innerJoin('conversation as c', 'c.id', 't.conversationId')
    .leftJoin('contentState as s', 's.contentKey', 't.contentKey')
    .select(['t.id', 't.conversationId', ...turnColumns, 'c.pageId', 'c.psid'])
    .where('t.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { text, understanding, content } = toTurn(row)
  if (text === undefined || understanding === undefined || content.gone !== undefined) return undefined
  return { text, understanding }
}
