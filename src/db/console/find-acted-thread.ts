import type { Kysely } from 'kysely'
import { asConversationId, type ConversationId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { findGroups, type Group } from './inbox/find-groups.ts'

/** What an act is about, beside the conversation. */
export interface ActedOn {
  readonly act: string
  readonly commentId?: string | undefined
  readonly outboundId?: string | undefined
}

/**
 * A conversation of the Inbox is a customer with a Page, and may have several rows of `conversation`: this is the one that
 * the act is about. A message goes where the customer last wrote in Messenger. `conversationId` itself where nothing fits:
 * then the act is refused.
 */
export async function findActedThread(
  db: Kysely<Database>,
  conversationId: ConversationId,
  { commentId, outboundId }: ActedOn,
): Promise<ConversationId> {
  const found = await findGroups(db, { conversationIds: new Set([conversationId]), pairs: new Map() })
  const [group] = found.groups
  if (group === undefined) return conversationId
  if (commentId !== undefined) return (await findOfComment(db, group, commentId)) ?? conversationId
  if (outboundId !== undefined) return (await findOfOutbound(db, group, outboundId)) ?? conversationId
  return group.threads[0].id
}

async function findOfComment(
  db: Kysely<Database>,
  { pageId, threads }: Group,
  commentId: string,
): Promise<ConversationId | undefined> {
  const row = await db
    .selectFrom('chanFacebookFeed as f')
    .innerJoin('interaction as i', 'i.kwInteractionId', 'f.kwInteractionId')
    .select('f.sender_id')
    .where('f.comment_id', '=', commentId)
    .where('f.item', '=', 'comment')
    .where('f.verb', '=', 'add')
    .where('i.pageId', '=', pageId)
    .limit(1)
    .executeTakeFirst()
  return threads.find(({ psid }) => psid === row?.sender_id || psid === `comment:${commentId}`)?.id
}

async function findOfOutbound(
  db: Kysely<Database>,
  { threads }: Group,
  outboundId: string,
): Promise<ConversationId | undefined> {
  const row = await db
    .selectFrom('outbound')
    .select('conversationId')
    .where('id', '=', outboundId)
    .executeTakeFirst()
  const id = row && asConversationId(row.conversationId)
  return threads.find((thread) => thread.id === id)?.id
}
