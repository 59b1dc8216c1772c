/** What the Page does on its feed: comments, replies to comments, likes, hides and deletions. */
import { property, toMs } from '../wire-values.ts'
import {
  callForSuccess,
  idOf,
  listOf,
  notUnderstood,
  requireNewestFirst,
  requireSentId,
  type ShownList,
  textOf,
} from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface CommentToWrite {
  /** The id of a comment (`{post}_{comment}`) or of a post (`{page}_{post}`). */
  readonly objectId: string
  readonly text: string
  readonly attachmentUrl?: string
  readonly deadlineMs?: number
}

/** The Page's comment is under the object, once. After SendOutcomeUnknownError `findReplies` tells whether it is. */
export async function replyToComment(
  call: GraphCall,
  access: PageAccess,
  { objectId, text, attachmentUrl, deadlineMs }: CommentToWrite,
): Promise<{ readonly id: string }> {
  const response = await call({
    method: 'POST',
    path: graphPath(objectId, 'comments'),
    body: { message: text, ...(attachmentUrl === undefined ? {} : { attachment_url: attachmentUrl }) },
    access,
    lane: 'comments',
    isSend: true,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  })
  return { id: requireSentId(response, 'id') }
}

/** The comment is hidden, or visible again. Repeating it changes nothing. */
export async function hideComment(
  call: GraphCall,
  access: PageAccess,
  { commentId, isHidden = true }: { readonly commentId: string; readonly isHidden?: boolean },
): Promise<void> {
  const path = graphPath(commentId)
  await callForSuccess(call, {
    method: 'POST',
    path,
    body: { is_hidden: isHidden },
    access,
    lane: 'moderation',
  })
}

/** The comment is gone for all. Throws GraphRejectedError (`not_found`) if it was gone before. */
export async function deleteComment(
  call: GraphCall,
  access: PageAccess,
  { commentId }: { readonly commentId: string },
): Promise<void> {
  const path = graphPath(commentId)
  await callForSuccess(call, { method: 'DELETE', path, access, lane: 'moderation' })
}

/** The Page likes the post or comment. Repeating it changes nothing. */
export async function likeObject(
  call: GraphCall,
  access: PageAccess,
  { objectId }: { readonly objectId: string },
): Promise<void> {
  const path = graphPath(objectId, 'likes')
  await callForSuccess(call, { method: 'POST', path, access, lane: 'comments' })
}

export interface FoundComment {
  readonly id: string
  readonly text: string
  /** Absent where Facebook does not name the author. */
  readonly fromId?: string
  readonly isFromPage: boolean
  /** ms since the epoch, to the second */
  readonly createdTime: number
}

const newest = 50

/**
 * Comments under a comment or a post, newest first, at most 50. Throws GraphUnavailableError if one has no id or
 * time: a look-up must not take a list with gaps for complete.
 */
export async function findReplies(
  call: GraphCall,
  access: PageAccess,
  { commentId }: { readonly commentId: string },
): Promise<ShownList<FoundComment>> {
  const response = await call({
    method: 'GET',
    path: graphPath(commentId, 'comments'),
    query: {
      fields: 'id,message,from,created_time',
      order: 'reverse_chronological',
      limit: String(newest),
    },
    access,
    lane: 'comments',
  })
  const comments = listOf(response).map((item) => toComment(item, access))
  return {
    items: requireNewestFirst(comments, newest),
    facebookTs: response.serverTimeMs,
    limit: newest,
  }
}

/** Facebook shows this comment or post. Throws GraphRejectedError if it is gone, or not there yet. */
export async function requireShown(
  call: GraphCall,
  access: PageAccess,
  { objectId }: { readonly objectId: string },
): Promise<void> {
  const { body } = await call({
    method: 'GET',
    path: graphPath(objectId),
    query: { fields: 'id' },
    access,
    lane: 'comments',
  })
  if (idOf(body, 'id') === undefined) throw notUnderstood('no_id')
}

function toComment(item: unknown, { pageId }: PageAccess): FoundComment {
  const id = idOf(item, 'id')
  const createdTime = toMs(property(item, 'created_time'))
  if (id === undefined || createdTime === undefined) throw notUnderstood('comment_incomplete')
  const fromId = idOf(property(item, 'from'), 'id')
  return {
    id,
    text: textOf(item, 'message') ?? '',
    isFromPage: fromId === pageId,
    createdTime,
    ...(fromId === undefined ? {} : { fromId }),
  }
}
