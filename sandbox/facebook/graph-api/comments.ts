/** Comments through the Graph API: read, reply, hide, like, remove. A feed webhook tells of each change. */
import { addComment, changeComment, reactOnFeed } from '../world/comment-actions.ts'
import { isoTime } from '../world/feed-event.ts'
import { publish } from '../world/post-actions.ts'
import type { Comment, Page, Post } from '../world/state.ts'
import { describeAuthor, psidOf } from '../world/world.ts'
import { bagOf, listOf, textOf } from './call.ts'
import type { AllowedCall, JsonBag } from './call.ts'
import { pickFields } from './fields.ts'
import { badParameter, GraphError, missingPermission, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

type Target = { readonly post: Post; readonly comment: Comment | undefined }

/** POST /{post or comment}/comments → `{id}`. Throws GraphError 100, 100/33 when it is gone. */
export function postComment(world: GraphWorld, { params }: AllowedCall, on: Target): JsonBag {
  const { post, comment } = on
  requirePermission(post.page, 'pages_manage_engagement')
  const message = textOf(params, 'message') ?? ''
  const attachmentUrl = textOf(params, 'attachment_url')
  if (message.trim() === '' && attachmentUrl === undefined)
    throw badParameter('The parameter message is required')
  if (message.length > 8000) throw badParameter('The comment is too long')
  const made = addComment(world, { post, parent: comment, author: 'page', text: message, attachmentUrl })
  seeComment(world, made.comment, on)
  return { id: made.id }
}

/** GET /{post or comment}/comments → `{data: [...]}`, oldest first. */
export function getComments(world: GraphWorld, { params }: AllowedCall, { post, comment }: Target): JsonBag {
  requirePermission(post.page, 'pages_read_engagement')
  const parentId = comment?.id ?? post.id
  const isStream = textOf(params, 'filter') === 'stream'
  const limit = Number(textOf(params, 'limit') ?? 25)
  const list = post.comments.filter(
    (each) => !each.removed && (each.parentId === parentId || (isStream && comment === undefined)),
  )
  const ordered = textOf(params, 'order') === 'reverse_chronological' ? list.toReversed() : list
  const data = ordered.slice(0, limit).map((each) => pickFields(commentFields(world, each), fieldsOf(params)))
  return { data, paging: {} }
}

export function getComment(world: GraphWorld, { params }: AllowedCall, comment: Comment): JsonBag {
  requirePermission(comment.post.page, 'pages_read_engagement')
  return pickFields(commentFields(world, comment), fieldsOf(params))
}

/** POST /{comment} with `is_hidden` or a new `message` → `{success: true}`. */
export function postCommentChange(world: GraphWorld, { params }: AllowedCall, comment: Comment): JsonBag {
  requirePermission(comment.post.page, 'pages_manage_engagement')
  const hide = textOf(params, 'is_hidden')
  const message = textOf(params, 'message')
  if (hide === undefined && message === undefined)
    throw badParameter('The parameter is_hidden or message is required')
  if (message !== undefined) {
    if (comment.author !== 'page')
      throw new GraphError({ code: 200, status: 403, message: '(#200) Only its author can edit a comment' })
    changeComment(world, comment, { verb: 'edited', text: message })
  }
  if (hide !== undefined && comment.hidden !== (hide === 'true' || hide === '1')) {
    if (comment.author === 'page') throw badParameter('A Page cannot hide its own comment')
    const verb = comment.hidden ? 'unhide' : 'hide'
    tellAuthor(world, { post: comment.post, comment }, verb)
    changeComment(world, comment, { verb })
  }
  return { success: true }
}

export function deleteComment(world: GraphWorld, comment: Comment): JsonBag {
  requirePermission(comment.post.page, 'pages_manage_engagement')
  tellAuthor(world, { post: comment.post, comment }, 'remove')
  changeComment(world, comment, { verb: 'remove' })
  return { success: true }
}

/** POST and DELETE /{post or comment}/likes → `{success: true}`. A second like changes nothing. */
export function changeLike(world: GraphWorld, { post, comment }: Target, verb: 'add' | 'remove'): JsonBag {
  requirePermission(post.page, 'pages_manage_engagement')
  const target = comment ?? post
  if (target.reactions.has('page') === (verb === 'add')) return { success: true }
  tellAuthor(world, { post, comment }, verb === 'add' ? 'like' : 'unlike')
  reactOnFeed(world, 'page', { target, reaction: verb === 'add' ? 'like' : undefined })
  return { success: true }
}

/** POST /{page}/feed → `{id}`: the Page posts. */
export function postOnFeed(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  const text = textOf(params, 'message')
  if (text === undefined) throw badParameter('The parameter message is required')
  return { id: publish(world, { page, item: 'status', author: 'page', text }).id }
}

export function requireTarget(page: Page, id: string): Target {
  const comment = page.comments.get(id)
  const post = comment?.post ?? page.posts.get(id)
  if (post === undefined || comment?.removed === true) throw noSuchObject(id)
  return { post, comment }
}

/** The author of the comment, or of the post, sees the reply. */
export function seeComment(world: GraphWorld, made: Comment, { post, comment }: Target): void {
  const author = (comment ?? post).author
  if (author === 'page') return
  world.ledger.recordSeen(
    {
      at: made.at,
      page: post.page.id,
      psid: psidOf(world, author, post.page),
      via: 'comment',
      text: made.text,
      mid: made.id,
      about: (comment ?? post).id,
      ...(made.attachmentUrl === undefined
        ? {}
        : { attachment: { type: 'image', payload: { url: made.attachmentUrl } } }),
    },
    author,
  )
}

function tellAuthor(world: GraphWorld, { post, comment }: Target, action: string): void {
  const { author, id } = comment ?? post
  if (author === 'page') return
  const psid = psidOf(world, author, post.page)
  world.ledger.signal({ at: Math.floor(world.now()), page: post.page.id, psid, action, id }, author)
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

const usualFields = 'id,message,created_time,from'

function fieldsOf(params: JsonBag): string {
  const list = listOf(params, 'fields')
  if (bagOf(params, 'fields') !== undefined) throw badParameter('Param fields must be a list')
  return textOf(params, 'fields') ?? list?.map(String).join(',') ?? usualFields
}

function requirePermission(page: Page, permission: string): void {
  if (!page.permissions.has(permission)) throw missingPermission(permission)
}
