import { sql, type Transaction } from 'kysely'
import type { PageId, ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The Inbox does not have the words of these customers any more, until the console fills it again from the other tables.
 * Which words only the masked message had is not known here. Without a console there is nothing to do.
 */
export async function emptyInbox(
  transaction: Transaction<Database>,
  { pageId, pId }: { readonly pageId: PageId | null; readonly pId: ProfileId },
): Promise<void> {
  if (pageId === null) return
  const { rows } = await sql<{ readonly id: string }>`select c.id from chan2Profile x
    join conversation c on c.pageId = ${pageId} and c.psid = x.channelId
    join inboxEntry e on e.conversationId = c.id
    where x.pId = ${pId} and x.cidType = 'facebook'`.execute(transaction)
  for (const { id } of rows) {
    await sql`delete from inboxWord where conversationId = ${id}`.execute(transaction)
    await sql`update inboxEntry set lastText = null where conversationId = ${id}`.execute(transaction)
    await sql`insert into inboxTouched (conversationId, rewords) values (${id}, 1)`.execute(transaction)
  }
}
