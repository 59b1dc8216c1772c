/** `chanFacebookFeed.inReplyToUserId`: who wrote the comment that a comment replies to. Facebook does not say. */
import { type Kysely, sql } from 'kysely'
import { isFeedEvent, type PageEvent } from '../../domain/event.ts'
import { isReplyToComment } from '../../domain/story-id.ts'
import { again } from '../mysql/in-transaction.ts'
import { found } from '../mysql/require-found.ts'
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
    await name(db, sql`r.kwInteractionId in (${sql.join(replies)})`)
  if (others !== undefined && others.length > 0)
    await name(db, sql`p.kwInteractionId in (${sql.join(others)})`)
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

/** `r` is the reply, `p` the comment above it. */
async function name(db: Kysely<Database>, which: ReturnType<typeof sql>): Promise<void> {
  await again(() =>
    sql`update chanFacebookFeed r
      join chanFacebookFeed p on p.comment_id = r.parent_id and p.field = 'feed' and p.item = 'comment' and p.verb = 'add'
      set r.inReplyToUserId = p.sender_id
      where ${which} and r.field = 'feed' and r.item = 'comment' and r.verb = 'add'
        and p.sender_id is not null and r.inReplyToUserId is null`.execute(db),
  )
}
