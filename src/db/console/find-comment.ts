import type { Transaction } from 'kysely'
import { commentKey } from '../../domain/event-key.ts'
import type { PageId, Psid } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

/** A comment of the customer of this conversation. */
export interface FoundComment {
  readonly commentId: string
  readonly postId: string | undefined
  /** When it was written, ms. */
  readonly ts: number
  readonly contentKey: Buffer
}

/** Undefined: the customer of this conversation wrote no such comment on the Page. */
export async function findComment(
  transaction: Transaction<Database>,
  { pageId, psid }: { readonly pageId: PageId; readonly psid: Psid },
  commentId: string,
): Promise<FoundComment | undefined> {
  const row = await transaction
    .selectFrom('chanFacebookFeed as f')
    .innerJoin('interaction as i', 'i.kwInteractionId', 'f.kwInteractionId')
    .select(['f.post_id', 'f.sender_id', 'i.ts'])
    .where('f.comment_id', '=', commentId)
    .where('f.item', '=', 'comment')
    .where('f.verb', '=', 'add')
    .where('i.pageId', '=', pageId)
    .where('i.direction', '=', 'in')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.sender_id !== psid && psid !== `comment:${commentId}`) return undefined
  return {
    commentId,
    postId: row.post_id ?? undefined,
    ts: row.ts?.getTime() ?? 0,
    contentKey: Buffer.from(commentKey(pageId, commentId), 'hex'),
  }
}
