/** `chanFacebookFeed.inReplyToUserId`: who wrote the comment that a comment replies to. Facebook does not say. */
import { type Kysely, sql } from 'kysely'
import { isFeedEvent, type PageEvent } from '../../domain/event.ts'
import { isReplyToComment } from '../../domain/story-id.ts'
import { again } from '../mysql/in-transaction.ts'
import { found } from '../mysql/require-found.ts'
import { valueList } from '../mysql/value-list.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * Replies name the author of the comment above them, whichever of the two is recorded first: each looks for the other
 * after its own commit, so the one that commits later finds it. Batches without comments cost nothing.
 */
export async function applyReplyAuthors(
  db: Kysely<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const comments = events
    .filter(isFeedEvent)
    .filter(({ creates, feed }) => creates?.of === 'comment' && feed.comment_id !== undefined)
  const [replies, others] = [true, false].map((isReply) =>
    comments
      .filter(({ feed }) => isReplyToComment(idsOf(feed)) === isReply)
      .map(({ key }) => found(ids, key)),
  )
  await nameIn(db, replies ?? [])
  if (others !== undefined && others.length > 0) await nameIn(db, await findReplies(db, others))
}

function idsOf({
  post_id: postId,
  parent_id: parentId,
  comment_id: commentId,
}: {
  readonly post_id?: string | undefined
  readonly parent_id?: string | undefined
  readonly comment_id?: string | undefined
}) {
  return { postId, parentId, commentId }
}

/** `r` is a reply without a name yet, `p` the comment above it. */
const isUnnamed = sql`p.field = 'feed' and p.item = 'comment' and p.verb = 'add'
  and r.field = 'feed' and r.item = 'comment' and r.verb = 'add'
  and p.sender_id is not null and r.inReplyToUserId is null`

/**
 * The replies to these comments. There are few, as most come after their comment: so it is asked for without the locks
 * of an update. The join begins with what is asked for: with many ids, servers would read the whole table instead.
 */
async function findReplies(db: Kysely<Database>, comments: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.kwInteractionId as id
    from chanFacebookFeed p force index (primary)
    straight_join chanFacebookFeed r force index (parentIndex) on p.comment_id = r.parent_id
    where p.kwInteractionId in (${valueList(comments)}) and ${isUnnamed}`.execute(db)
  return rows.map(({ id }) => id)
}

/** These replies name the author of the comment above them, where it is there. */
async function nameIn(db: Kysely<Database>, replies: readonly string[]): Promise<void> {
  if (replies.length === 0) return
  await again(() =>
    sql`update chanFacebookFeed r force index (primary)
      straight_join chanFacebookFeed p force index (commentIndex) on p.comment_id = r.parent_id
      set r.inReplyToUserId = p.sender_id
      where r.kwInteractionId in (${valueList(replies)}) and ${isUnnamed}`.execute(db),
  )
}
