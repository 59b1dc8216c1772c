/** Posts and comments through the Graph API: read, reply, hide, like, remove. A feed webhook tells of each change. */
import { addComment, changeComment, reactOnFeed } from '../world/comment-actions.ts'
import { isoTime } from '../world/feed-event.ts'
import { publish } from '../world/post-actions.ts'
import type { Comment, Page, Post } from '../world/state.ts'
import { describeAuthor, present, psidOf } from '../world/world.ts'
import { requirePermission } from './access.ts'
import { requireText, textOf, type JsonBag, type PageCall } from './call.ts'
import { pickFields } from './fields.ts'
import { badParameter, GraphError, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

type Target = { readonly post: Post; readonly comment: Comment | undefined }

const usualFields = 'id,message,created_time,from'

/** POST /{post or comment}/comments → `{id}`. Throws GraphError 100, 100/33 when it is gone. */
export function postComment(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  const on = requireTarget(page, id)
  requirePermission(page, 'pages_manage_engagement')
  const text = textOf(params, 'message') ?? ''
  const attachmentUrl = textOf(params, 'attachment_url')
  if (text.trim() === '' && attachmentUrl === undefined)
    throw badParameter('The parameter message is required')
  if (text.length > 8000) throw badParameter('The comment is too long')
  const made = addComment(world, { post: on.post, parent: on.comment, author: 'page', text, attachmentUrl })
  seeComment(world, made.comment, on)
  return { id: made.id }
}

/** GET /{post or comment}/comments → `{data: [...]}`, oldest first. */
export function getComments(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  const { post, comment } = requireTarget(page, id)
  requirePermission(page, 'pages_read_engagement')
  const isStream = comment === undefined && textOf(params, 'filter') === 'stream'
  const limit = Number(textOf(params, 'limit') ?? 25)
  const list = post.comments.filter((each) => !each.removed && (each.parentId === id || isStream))
  const ordered = textOf(params, 'order') === 'reverse_chronological' ? list.toReversed() : list
  const data = ordered
    .slice(0, limit)
    .map((each) => pickFields(commentFields(world, each), params, usualFields))
  return { data, paging: {} }
}

export function getPost(_: GraphWorld, { page, id }: PageCall): JsonBag {
  return { id, message: requireTarget(page, id).post.text }
}

export function getComment(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  const comment = requireComment(page, id)
  requirePermission(page, 'pages_read_engagement')
  return pickFields(commentFields(world, comment), params, usualFields)
}

/** POST /{comment} with `is_hidden` or a new `message` → `{success: true}`. */
export function postCommentChange(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  const comment = requireComment(page, id)
  requirePermission(page, 'pages_manage_engagement')
  const hide = textOf(params, 'is_hidden')
  const message = textOf(params, 'message')
  if (hide === undefined && message === undefined)
    throw badParameter('The parameter is_hidden or message is required')
  if (message !== undefined) {
    if (comment.author !== 'page')
      throw new GraphError(200, '(#200) Only its author can edit a comment', { status: 403 })
    changeComment(world, comment, { verb: 'edited', text: message })
  }
  if (hide !== undefined && comment.hidden !== (hide === 'true' || hide === '1')) {
    if (comment.author === 'page') throw badParameter('A Page cannot hide its own comment')
    const verb = comment.hidden ? 'unhide' : 'hide'
    tellAuthor(world, page, comment, verb)
    changeComment(world, comment, { verb })
  }
  return { success: true }
}

export function deleteComment(world: GraphWorld, { page, id }: PageCall): JsonBag {
  const comment = requireComment(page, id)
  requirePermission(page, 'pages_manage_engagement')
  tellAuthor(world, page, comment, 'remove')
  changeComment(world, comment, { verb: 'remove' })
  return { success: true }
}

/** POST and DELETE /{post or comment}/likes → `{success: true}`. A second like changes nothing. */
export function changeLike(world: GraphWorld, { method, page, id }: PageCall): JsonBag {
  const { post, comment } = requireTarget(page, id)
  requirePermission(page, 'pages_manage_engagement')
  const target = comment ?? post
  const isLike = method === 'POST'
  if (target.reactions.has('page') === isLike) return { success: true }
  tellAuthor(world, page, target, isLike ? 'like' : 'unlike')
  reactOnFeed(world, 'page', { target, reaction: isLike ? 'like' : undefined })
  return { success: true }
}

/** POST /{page}/feed → `{id}`: the Page posts. */
export function postOnFeed(world: GraphWorld, { params, page }: PageCall): JsonBag {
  return {
    id: publish(world, { page, item: 'status', author: 'page', text: requireText(params, 'message') }).id,
  }
}

export function requireTarget(page: Page, id: string): Target {
  const comment = page.comments.get(id)
  const post = comment?.post ?? page.posts.get(id)
  if (post === undefined || comment?.removed === true) throw noSuchObject(id)
  return { post, comment }
}

/** Throws GraphError 100/33 when there is no such comment, or no more. */
export function requireComment(page: Page, id: string): Comment {
  const { comment } = requireTarget(page, id)
  if (comment === undefined) throw noSuchObject(id)
  return comment
}

/** The author of the comment, or of the post, sees the reply. */
export function seeComment(world: GraphWorld, made: Comment, { post, comment }: Target): void {
  const { author, id } = comment ?? post
  if (author === 'page') return
  const { at, text, attachmentUrl: url } = made
  const attachment = url === undefined ? undefined : { type: 'image', payload: { url } }
  const psid = psidOf(world, author, post.page)
  world.ledger.recordSeen(
    {
      at,
      page: post.page.id,
      psid,
      via: 'comment',
      text,
      mid: made.id,
      about: id,
      ...present({ attachment }),
    },
    author,
  )
}

function tellAuthor(world: GraphWorld, page: Page, { author, id }: Post | Comment, action: string): void {
  if (author === 'page') return
  const psid = psidOf(world, author, page)
  world.ledger.signal({ at: Math.floor(world.now()), page: page.id, psid, action, id }, author)
}

function commentFields(world: GraphWorld, comment: Comment): JsonBag {
  const { post, author } = comment
  const { page } = post
  const parent = page.comments.get(comment.parentId)
  const children = post.comments.filter((each) => each.parentId === comment.id && !each.removed)
  const maySee = author === 'page' || page.permissions.has('pages_read_user_content')
  return {
    id: comment.id,
    created_time: isoTime(comment.at),
    message: comment.text,
    ...(maySee ? { from: describeAuthor(world, author, page) } : {}),
    is_hidden: comment.hidden,
    can_hide: author !== 'page',
    can_comment: true,
    can_like: true,
    can_remove: true,
    can_reply_privately: author !== 'page' && comment.privatelyRepliedAt === 0,
    comment_count: children.length,
    like_count: comment.reactions.size,
    permalink_url: `https://www.facebook.com/${post.id.replace('_', '/posts/')}?comment_id=${comment.id.split('_')[1] ?? ''}`,
    ...(parent === undefined
      ? {}
      : { parent: { id: parent.id, message: parent.text, created_time: isoTime(parent.at) } }),
    comments: {
      data: children.map((each) => ({ id: each.id, message: each.text, created_time: isoTime(each.at) })),
    },
  }
}
