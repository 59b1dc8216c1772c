/** `chanFacebookFeed.inReplyToUserId`: who wrote the comment that a comment replies to. Facebook does not say. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
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
  if (replies !== undefined && replies.length > 0)
    await name(
      db,
      sql`chanFacebookFeed r force index (primary) straight_join chanFacebookFeed p force index (commentIndex)`,
      sql`r.kwInteractionId in (${valueList(replies)})`,
    )
  if (others !== undefined && others.length > 0)
    await name(
      db,
      sql`chanFacebookFeed p force index (primary) straight_join chanFacebookFeed r force index (parentIndex)`,
      sql`p.kwInteractionId in (${valueList(others)})`,
    )
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

/**
 * `r` is the reply, `p` the comment above it. `joined` begins with the one that is asked for: with many of them, servers
 * would read the whole table instead.
 */
async function name(
  db: Kysely<Database>,
  joined: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): Promise<void> {
  await again(() =>
    sql`update ${joined} on p.comment_id = r.parent_id
      set r.inReplyToUserId = p.sender_id
      where ${which} and p.field = 'feed' and p.item = 'comment' and p.verb = 'add'
        and r.field = 'feed' and r.item = 'comment' and r.verb = 'add'
        and p.sender_id is not null and r.inReplyToUserId is null`.execute(db),
  )
}
