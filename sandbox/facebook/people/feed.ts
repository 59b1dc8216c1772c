/** What a person does on the feed, and the webhook that it causes. Comments of the Page itself are made here too. */
import type { Outcome } from '../webhooks/sender.ts'
import type { Act } from '../world/action.ts'
import { commentIds, postFacts, postFeedChange, secondsOf } from '../graph-api/feed-change.ts'
import type { ActKind } from '../ledger/seen-ledger.ts'
import type { Comment, Page, PersonState, Post } from '../world/state.ts'
import { feedIdOf, findComment, findPost, openThread, psidOf, tick } from '../world/world.ts'
import type { World } from '../world/world.ts'

export interface CommentOptions {
  readonly photoUrl?: string
  /** `from` is withheld from the webhook. */
  readonly isNameless?: boolean
  readonly afterMs?: number
  readonly copies?: number
}

/** `target` is a post or a comment. Throws RangeError when there is none. */
export function commentOn(
  world: World,
  person: PersonState,
  { target, text, ...options }: CommentOptions & { target: string; text: string },
): Act {
  const { post, parent } = requireTarget(world, target)
  const isNameless = options.isNameless ?? world.random.chance(world.rules.namelessComments)
  const made = addComment(world, {
    post,
    parent,
    author: person,
    text,
    attachmentUrl: options.photoUrl,
  })
  record(world, person, {
    page: post.page,
    act: parent === undefined ? 'comment' : 'reply',
    id: made.id,
    text,
  })
  if (world.rules.commentsOpenWindow) {
    const thread = openThread(world, post.page, person)
    thread.openedAt = tick(world, thread)
  }
  const { afterMs, copies } = options
  return { id: made.id, at: made.at, delivered: tellComment(world, made, { isNameless, afterMs, copies }) }
}

export function postOnPage(
  world: World,
  person: PersonState,
  { page, text }: { page: Page; text: string },
): Act {
  const post = addPost(world, { page, author: person, text })
  record(world, person, { page, act: 'post', id: post.id, text })
  const delivered = postFeedChange(world, {
    page,
    actor: person,
    item: 'post',
    verb: 'add',
    value: { post_id: post.id, is_hidden: false, created_time: secondsOf(post.at), message: text },
  })
  return { id: post.id, at: post.at, delivered }
}

export function editComment(
  world: World,
  person: PersonState,
  { id, text }: { id: string; text: string },
): Act {
  const comment = requireOwn(world, person, id)
  comment.text = text
  record(world, person, { page: comment.post.page, act: 'edit_comment', id, text })
  return changeComment(world, comment, { verb: 'edited', actor: person, message: text })
}

export function removeComment(world: World, person: PersonState, id: string): Act {
  const comment = requireOwn(world, person, id)
  comment.removed = true
  record(world, person, { page: comment.post.page, act: 'remove_comment', id })
  return changeComment(world, comment, { verb: 'remove', actor: person })
}

/** A reaction to a post or comment: added, changed, or (undefined) taken back. */
export function reactOnFeed(
  world: World,
  person: PersonState,
  { target, reaction }: { target: string; reaction: string | undefined },
): Act {
  const comment = findComment(world, target)
  const post = comment?.post ?? findPost(world, target)
  if (post === undefined) throw new RangeError(`no post or comment ${target}`)
  const { reactions } = comment ?? post
  const who = feedIdOf(world, person, post.page)
  const had = reactions.get(who)
  if (reaction === undefined) reactions.delete(who)
  else reactions.set(who, reaction)
  const at = Math.floor(world.now())
  const act = reaction === undefined ? 'unreact' : 'react'
  record(world, person, {
    page: post.page,
    act,
    id: target,
    ...(reaction === undefined ? {} : { text: reaction }),
  })
  const delivered = postFeedChange(world, {
    page: post.page,
    actor: person,
    item: 'reaction',
    verb: reaction === undefined ? 'remove' : had === undefined ? 'add' : 'edit',
    value: {
      reaction_type: reaction ?? had ?? 'like',
      post_id: post.id,
      parent_id: comment?.parentId ?? post.id,
      comment_id: comment?.id,
      created_time: secondsOf(at),
    },
  })
  return { id: target, at, delivered }
}

export function addPost(
  world: World,
  { page, author, text, id }: { page: Page; author: PersonState | 'page'; text: string; id?: string },
): Post {
  const post: Post = {
    id: id ?? `${page.id}_${world.ids.object()}`,
    page,
    author,
    text,
    at: Math.floor(world.now()),
    comments: [],
    reactions: new Map(),
    hidden: false,
    privatelyRepliedAt: 0,
  }
  page.posts.set(post.id, post)
  return post
}

/** In the world; nobody is told yet. An answer to an answer hangs under the first comment, as on Facebook. */
export function addComment(
  world: World,
  made: {
    readonly post: Post
    readonly parent: Comment | undefined
    readonly author: PersonState | 'page'
    readonly text: string
    readonly attachmentUrl?: string | undefined
  },
): Comment {
  const { post, parent } = made
  const top = parent === undefined ? undefined : (post.page.comments.get(parent.parentId) ?? parent)
  const number = post.id.slice(post.id.indexOf('_') + 1)
  const comment: Comment = {
    id: `${number}_${world.ids.object()}`,
    post,
    parentId: top?.id ?? post.id,
    author: made.author,
    text: made.text,
    at: Math.floor(world.now()),
    attachmentUrl: made.attachmentUrl,
    reactions: new Map(),
    hidden: false,
    removed: false,
    privatelyRepliedAt: 0,
  }
  post.comments.push(comment)
  post.page.comments.set(comment.id, comment)
  return comment
}

export function tellComment(
  world: World,
  comment: Comment,
  options: { isNameless?: boolean; afterMs?: number | undefined; copies?: number | undefined } = {},
): Promise<Outcome> {
  return postFeedChange(world, {
    page: comment.post.page,
    actor: comment.author,
    item: 'comment',
    verb: 'add',
    ...options,
    value: {
      post: postFacts(comment.post),
      ...commentIds(comment),
      photo: comment.attachmentUrl,
      created_time: secondsOf(comment.at),
      message: comment.text,
    },
  })
}

export function changeComment(
  world: World,
  comment: Comment,
  { verb, actor, message }: { verb: string; actor: PersonState | 'page'; message?: string },
): Act {
  const at = Math.floor(world.now())
  const delivered = postFeedChange(world, {
    page: comment.post.page,
    actor,
    item: 'comment',
    verb,
    value: { ...commentIds(comment), created_time: secondsOf(at), message },
  })
  return { id: comment.id, at, delivered }
}

function requireTarget(world: World, id: string): { post: Post; parent: Comment | undefined } {
  const parent = findComment(world, id)
  const post = parent?.post ?? findPost(world, id)
  if (post === undefined || parent?.removed === true) throw new RangeError(`no post or comment ${id}`)
  return { post, parent }
}

function requireOwn(world: World, person: PersonState, id: string): Comment {
  const comment = findComment(world, id)
  if (comment === undefined || comment.author !== person || comment.removed)
    throw new RangeError(`${person.name} has no comment ${id}`)
  return comment
}

function record(
  world: World,
  person: PersonState,
  { page, ...act }: { page: Page; act: ActKind; id: string; text?: string },
): void {
  const psid = psidOf(world, person, page)
  world.ledger.recordAct({ at: Math.floor(world.now()), page: page.id, psid, ...act }, person)
}
