import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'

/** The conversation of the Inbox is derived again soon. Call it in the transaction of what changes it. */
export async function touchInbox(db: Kysely<Database>, conversationId: ConversationId): Promise<void> {
  await db.insertInto('inboxTouched').values({ conversationId }).execute()
}
