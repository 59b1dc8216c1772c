/** Comments and reactions. Every act puts one event on its way and knows what must be found of it. */
import { claimChange, claimSecond, remember, secondOf } from './cast.ts'
import type { Comment, Contact, Page, Post, Studio } from './cast.ts'
import { change } from './feed-event.ts'
import type { Wire } from '../webhooks/wire.ts'

export interface CommentParts {
  readonly message: string
  /** The comment that this one answers. */
  readonly parent?: Comment
  readonly photo?: string
}

/** A person, or the Page when `author` is undefined, comments on a post or answers a comment. */
export function comment(
  studio: Studio,
  page: Page,
  post: Post,
  author: Contact | undefined,
  parts: CommentParts,
): Comment {
  const { random } = studio
  const created = secondOf(studio.now)
  const postNumber = post.id.slice(post.id.indexOf('_') + 1)
  const id = `${postNumber}_${studio.ids.object()}`
  const parentId = parts.parent?.id ?? post.id
  const about = random.chance(0.4) ? postWire(post) : undefined
  const recorded = change(studio, {
    field: 'feed',
    page,
    actor: author ?? 'page',
    // `post` says whether the post is published: a reader may keep that with the comment.
    open: about === undefined ? [] : ['published'],
    item: 'comment',
    verb: 'add',
    created,
    message: parts.message,
    value: {
      post: about,
      comment_id: id,
      post_id: post.id,
      parent_id: parentId,
      photo: parts.photo,
    },
    values: { comment_id: id, post_id: post.id, parent_id: parentId, photo: parts.photo ?? '' },
  })
  const made: Comment = {
    event: recorded.event,
    id,
    parentId,
    post,
    author,
    anonymous: recorded.anonymous,
    text: parts.message,
    changedSecond: created,
    gone: false,
    hidden: false,
    reactions: new Map(),
  }
  remember(post.comments, made, 30)
  return made
}

export function editComment(studio: Studio, page: Page, target: Comment, message: string): boolean {
  if (!claimChange(studio, target)) return false
  target.text = message
  const { event, ts } = change(studio, { ...aboutComment(studio, page, target), verb: 'edited', message })
  studio.ledger.recordChange(target.event, { by: event, kind: 'text', order: ts, value: message })
  return true
}

export function toggleComment(studio: Studio, page: Page, target: Comment): boolean {
  if (!claimChange(studio, target)) return false
  target.hidden = !target.hidden
  const verb = target.hidden ? 'hide' : 'unhide'
  const { event, ts } = change(studio, { ...aboutComment(studio, page, target), verb, message: target.text })
  studio.ledger.recordChange(target.event, {
    by: event,
    kind: 'hidden',
    order: ts,
    value: target.hidden ? '1' : '0',
  })
  return true
}

export function removeComment(studio: Studio, page: Page, target: Comment): boolean {
  if (!claimChange(studio, target)) return false
  target.gone = true
  const { event, ts } = change(studio, { ...aboutComment(studio, page, target), verb: 'remove' })
  studio.ledger.recordChange(target.event, { by: event, kind: 'removed', order: ts, value: '1' })
  return true
}

/** A reaction is added, changed to another kind, or (`reaction` undefined) taken back. */
export function react(studio: Studio, contact: Contact, target: Post | Comment, reaction?: string): boolean {
  const had = target.reactions.get(contact)
  const isComment = 'post' in target
  const item =
    !isComment && had === undefined && reaction === 'like' && studio.random.chance(0.1) ? 'like' : 'reaction'
  if (had === reaction || target.gone) return false
  // One reaction of a person to a thing in a second: two are told apart by nothing else.
  if (!claimSecond(studio, contact.page, `reaction ${contact.feedId} ${target.id}`)) return false
  if (reaction === undefined) target.reactions.delete(contact)
  else target.reactions.set(contact, reaction)
  const post = isComment ? target.post : target
  const parentId = isComment ? target.parentId : post.id
  const commentId = isComment ? target.id : undefined
  const kind = item === 'like' ? undefined : (reaction ?? had)
  change(studio, {
    field: 'feed',
    page: contact.page,
    actor: contact,
    item,
    verb: reaction === undefined ? 'remove' : had === undefined ? 'add' : 'edit',
    created: secondOf(studio.now),
    needsActor: true,
    value: { reaction_type: kind, post_id: post.id, parent_id: parentId, comment_id: commentId },
    values: { reaction_type: kind ?? '', post_id: post.id, parent_id: parentId, comment_id: commentId ?? '' },
  })
  return true
}

function aboutComment(studio: Studio, page: Page, target: Comment) {
  const ids = { comment_id: target.id, post_id: target.post.id, parent_id: target.parentId }
  return {
    field: 'feed',
    page,
    actor: target.author ?? ('page' as const),
    item: 'comment',
    created: secondOf(studio.now),
    withheld: target.anonymous,
    value: ids,
    values: ids,
  }
}

function postWire(post: Post): Wire {
  return {
    status_type: post.item === 'photo' ? 'added_photos' : 'mobile_status_update',
    is_published: true,
    updated_time: new Date(post.createdSecond * 1000).toISOString().replace('.000Z', '+0000'),
    permalink_url: `https://www.facebook.com/${post.id.replace('_', '/posts/')}`,
    promotion_status: 'inactive',
    id: post.id,
  }
}
