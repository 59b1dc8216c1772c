/** Comments and reactions. Every action emits one event. */
import type { Sending } from '../webhooks/delivery.ts'
import type { Wire } from '../webhooks/wire.ts'
import { changeContent, type ContentChange, contentTime } from './content-change.ts'
import { emitFeedEvent, isoTime } from './feed-event.ts'
import type { Author, Comment, Post } from './state.ts'
import { mention } from './page-actions.ts'
import { freshOnFeed, type Action, type World } from './world.ts'

export interface NewComment {
  readonly post: Post
  /** The comment that this one replies to. */
  readonly parent?: Comment | undefined
  readonly author: Author
  readonly text: string
  readonly attachmentUrl?: string | undefined
  /** `value.post` tells about the post; true when left out. */
  readonly withPost?: boolean
  /** `from` is withheld. */
  readonly isNameless?: boolean
  readonly sending?: Sending
}

const mostComments = 30

/** A customer or the Page comments. A reply to a reply belongs to the first comment, as on Facebook. */
export function addComment(world: World, made: NewComment): Action & { readonly comment: Comment } {
  const { post, parent, author, text, attachmentUrl } = made
  const { page } = post
  const at = Math.floor(world.now())
  const top = parent === undefined ? undefined : (page.comments.get(parent.parentId) ?? parent)
  const id = `${post.id.slice(post.id.indexOf('_') + 1)}_${world.ids.object()}`
  const album = post.item === 'photo' && top === undefined && world.faults.happens('album-parents')
  const parentId = top?.id ?? (album ? `690_${id.slice(0, id.indexOf('_'))}` : post.id)
  const about = made.withPost === false ? undefined : postWire(post)
  const emitted = emitFeedEvent(world, {
    page,
    actor: author,
    // `post` says whether the post is published: a reader may keep that with the comment.
    open: about === undefined ? [] : ['published'],
    item: 'comment',
    verb: 'add',
    message: text,
    value: { post: about },
    columns: { comment_id: id, post_id: post.id, parent_id: parentId, photo: attachmentUrl },
    withheld: made.isNameless === true,
    sending: made.sending,
  })
  if (author !== 'page' && world.faults.happens('mention-twice'))
    mention(world, { page, text, postId: post.id, commentId: id })
  const comment: Comment = {
    event: emitted.event,
    id,
    post,
    parentId,
    author,
    text,
    attachmentUrl,
    anonymous: emitted.anonymous,
    ...freshOnFeed(at),
  }
  post.comments.push(comment)
  page.comments.set(id, comment)
  if (world.memory === 'newest' && post.comments.length > mostComments) {
    const forgotten = post.comments.shift()
    if (forgotten !== undefined) page.comments.delete(forgotten.id)
  }
  return { id, at, delivered: emitted.delivered, comment }
}

/** The event names the comment's author, also when an agent changed it. */
export function changeComment(world: World, comment: Comment, change: ContentChange): Action {
  const tell = () =>
    emitFeedEvent(world, {
      page: comment.post.page,
      actor: comment.author,
      item: 'comment',
      verb: change.verb,
      message: change.verb === 'remove' ? undefined : comment.text,
      withheld: comment.anonymous,
      columns: idsOf(comment),
      ...contentTime(world, comment, change),
    })
  return changeContent(world, comment, { change, tell })
}

interface FeedReaction {
  readonly target: Post | Comment
  /** Undefined takes it back. */
  readonly reaction: string | undefined
  /** `like` is the older form. */
  readonly item?: 'reaction' | 'like'
}

/** A reaction is added, changed to another kind, or taken back. */
export function reactOnFeed(world: World, author: Author, made: FeedReaction): Action {
  const { target, reaction, item = 'reaction' } = made
  const at = Math.floor(world.now())
  const had = target.reactions.get(author)
  if (reaction === undefined) target.reactions.delete(author)
  else target.reactions.set(author, reaction)
  const isComment = 'post' in target
  const ids = isComment ? idsOf(target) : { post_id: target.id, parent_id: target.id }
  const { delivered } = emitFeedEvent(world, {
    page: isComment ? target.post.page : target.page,
    actor: author,
    item,
    verb: reaction === undefined ? 'remove' : had === undefined ? 'add' : 'edit',
    needsActor: true,
    columns: { reaction_type: item === 'like' ? undefined : (reaction ?? had ?? 'like'), ...ids },
  })
  return { id: target.id, at, delivered }
}

function idsOf(comment: Comment) {
  return { comment_id: comment.id, post_id: comment.post.id, parent_id: comment.parentId }
}

function postWire(post: Post): Wire {
  return {
    status_type: post.item === 'photo' ? 'added_photos' : 'mobile_status_update',
    is_published: true,
    updated_time: isoTime(post.at),
    permalink_url: `https://www.facebook.com/${post.id.replace('_', '/posts/')}`,
    promotion_status: 'inactive',
    id: post.id,
  }
}
