import { sql, type Transaction } from 'kysely'
import type { PageId, ProfileId } from '../../domain/ids.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The Inbox does not have the words of these customers any more, until the console fills it again from the other tables.
 * Which words only the masked message had is not known here. Without a console there is nothing to do.
 */
export async function emptyInbox(
  transaction: Transaction<Database>,
  threads: readonly { readonly pageId: PageId | null; readonly pId: ProfileId }[],
): Promise<void> {
  const selects = [...Map.groupBy(threads, ({ pageId }) => pageId)].flatMap(([pageId, of]) =>
    pageId === null
      ? []
      : [
          sql<{ readonly id: string }>`select c.id from chan2Profile x
          join conversation c on c.pageId = ${pageId} and c.psid = x.channelId
          join inboxEntry e on e.conversationId = c.id
          where x.pId in (${valueList([...new Set(of.map(({ pId }) => pId))])}) and x.cidType = 'facebook'`,
        ],
  )
  if (selects.length === 0) return
  const { rows } = await unionAll(selects).execute(transaction)
  for (const { id } of rows) {
    await sql`delete from inboxWord where conversationId = ${id}`.execute(transaction)
    await sql`update inboxEntry set lastText = null where conversationId = ${id}`.execute(transaction)
    await sql`insert into inboxTouched (conversationId, rewords) values (${id}, 1)`.execute(transaction)
  }
}
