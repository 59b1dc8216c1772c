import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import { inTransaction } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import type { FoundGroups } from './find-groups.ts'

/**
 * A customer who only commented may have no row of `conversation`, as no scene is about such comments: they get one, by
 * which agents name the conversation. The rows of their ids are locked, so nobody who is forgotten gets one. Returns the
 * ids.
 */
export async function createThreads(
  db: Kysely<Database>,
  without: FoundGroups['without'],
): Promise<ConversationId[]> {
  const wanted = without.flatMap(({ pageId, psids: [psid] }) =>
    psid === undefined ? [] : [{ pageId, psid }],
  )
  if (wanted.length === 0) return []
  return await inTransaction(db, async (transaction) => {
    const alive = await transaction
      .selectFrom('chan2Profile')
      .select('channelId')
      .where(
        'channelId',
        'in',
        wanted.map(({ psid }) => psid),
      )
      .where('cidType', '=', 'facebook')
      .orderBy('channelId')
      .modifyEnd(sql`lock in share mode`)
      .execute()
    const known = new Set<string>(alive.map(({ channelId }) => channelId))
    const rows = wanted
      .filter(({ psid }) => known.has(psid))
      .toSorted((a, b) => (`${a.pageId} ${a.psid}` < `${b.pageId} ${b.psid}` ? -1 : 1))
    if (rows.length === 0) return []
    await transaction
      .insertInto('conversation')
      .values(rows)
      .onDuplicateKeyUpdate(({ ref }) => ({ psid: ref('conversation.psid') }))
      .execute()
    const made = await transaction
      .selectFrom('conversation')
      .select('id')
      .where(
        'pageId',
        'in',
        rows.map(({ pageId }) => pageId),
      )
      .where(
        'psid',
        'in',
        rows.map(({ psid }) => psid),
      )
      .execute()
    return made.map(({ id }) => id)
  })
}
