/**
 * Ids of posts and comments. A post is `{page}_{story}`, where a Page of the New Pages Experience has two ids for
 * `{page}`, and an author who pastes an id may leave it out. A comment is `{story}_{comment}`. So the part behind the
 * last `_` tells two of them apart. Source: docs/platform.md, 2.
 */

export function lastPartOf(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1)
}

/** Whether the two ids are of one post, in whichever form. */
export function isSamePost(a: string, b: string): boolean {
  return lastPartOf(a) === lastPartOf(b)
}

/**
 * Whether a comment replies to another comment. The parent of a comment on the post itself is the post. Under a photo
 * it is `{album}_{story}`.
 */
export function isReplyToComment({
  postId,
  parentId,
  commentId,
}: {
  readonly postId?: string | undefined
  readonly parentId?: string | undefined
  readonly commentId?: string | undefined
}): boolean {
  const story = postId ?? commentId?.slice(0, Math.max(0, commentId.lastIndexOf('_')))
  if (parentId === undefined || story === undefined || story === '') return false
  return !isSamePost(parentId, story)
}
