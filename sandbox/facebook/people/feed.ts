/** What a customer does on the feed: the ledger notes it, and a webhook tells of it. */
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { ActionKind } from '../ledger/seen-ledger.ts'
import type { Sending } from '../webhooks/delivery.ts'
import type { Action } from '../world/action.ts'
import { addComment, changeComment, reactOnFeed } from '../world/comment-actions.ts'
import * as pageActions from '../world/page-actions.ts'
import { publish, storePost } from '../world/post-actions.ts'
import type { Comment, Page, PersonState, Post } from '../world/state.ts'
import { findComment, findPost, openThread, psidOf, tick } from '../world/world.ts'

export interface CommentOptions extends Sending {
  readonly photoUrl?: string
  /** `from` is withheld from the webhook. */
  readonly isNameless?: boolean
}

/** `target` is a post or a comment. Throws RangeError when there is none. */
export function commentOn(
  world: GraphWorld,
  person: PersonState,
  { target, text, ...options }: CommentOptions & { target: string; text: string },
): Action {
  const { post, comment: parent } = requireTarget(world, target)
  if (parent?.removed === true) throw new RangeError(`no post or comment ${target}`)
  const isNameless = options.isNameless ?? world.random.chance(world.rules.namelessComments)
  const attachmentUrl = options.photoUrl
  const made = { post, parent, author: person, text, attachmentUrl, isNameless, sending: options }
  const commented = addComment(world, made)
  if (world.rules.commentsOpenWindow) {
    const thread = openThread(world, post.page, person)
    thread.openedAt = tick(world, thread)
  }
  return note(
    world,
    person,
    { page: post.page, action: parent === undefined ? 'comment' : 'reply', text },
    commented,
  )
}

export function postOnPage(
  world: GraphWorld,
  person: PersonState,
  { page, text }: { page: Page; text: string },
): Action {
  const posted = publish(world, { page, item: 'post', author: person, text })
  return note(world, person, { page, action: 'post', text }, posted)
}

/** The webhook does not say who it was. The Page can comment on it. */
export function mention(
  world: GraphWorld,
  person: PersonState,
  { page, text }: { page: Page; text: string },
): Action {
  const { id } = storePost(world, { page, item: 'post', author: person, text })
  const mentioned = pageActions.mention(world, { page, text, postId: id })
  return note(world, person, { page, action: 'mention', text }, mentioned)
}

/** The action's id is the story's: `POST /{id}/comments` replies to it. */
export function recommend(
  world: GraphWorld,
  person: PersonState,
  { page, text, isPositive }: { page: Page; text: string; isPositive: boolean },
): Action {
  const storyId = world.ids.object()
  storePost(world, { page, item: 'post', author: person, text, id: storyId })
  const recommended = pageActions.recommend(world, person, { page, text, isPositive, storyId })
  return note(world, person, { page, action: 'recommend', text }, recommended)
}

export function editComment(
  world: GraphWorld,
  person: PersonState,
  { id, text }: { id: string; text: string },
): Action {
  const comment = requireOwn(world, person, id)
  const edited = changeComment(world, comment, { verb: 'edited', text })
  return note(world, person, { page: comment.post.page, action: 'edit_comment', text }, edited)
}

export function removeComment(world: GraphWorld, person: PersonState, id: string): Action {
  const comment = requireOwn(world, person, id)
  const removed = changeComment(world, comment, { verb: 'remove' })
  return note(world, person, { page: comment.post.page, action: 'remove_comment' }, removed)
}

/** A reaction to a post or comment: added, changed, or (undefined) taken back. */
export function reactTo(
  world: GraphWorld,
  person: PersonState,
  { target, reaction }: { target: string; reaction: string | undefined },
): Action {
  const { post, comment } = requireTarget(world, target)
  const reacted = reactOnFeed(world, person, { target: comment ?? post, reaction })
  const noted =
    reaction === undefined ? { action: 'unreact' as const } : { action: 'react' as const, text: reaction }
  return note(world, person, { page: post.page, ...noted }, reacted)
}

function requireTarget(world: GraphWorld, id: string): { post: Post; comment: Comment | undefined } {
  const comment = findComment(world, id)
  const post = comment?.post ?? findPost(world, id)
  if (post === undefined) throw new RangeError(`no post or comment ${id}`)
  return { post, comment }
}

function requireOwn(world: GraphWorld, person: PersonState, id: string): Comment {
  const comment = findComment(world, id)
  if (comment === undefined || comment.author !== person || comment.removed)
    throw new RangeError(`${person.name} has no comment ${id}`)
  return comment
}

function note(
  world: GraphWorld,
  person: PersonState,
  { page, ...noted }: { page: Page; action: ActionKind; text?: string },
  { id, at, delivered }: Action,
): Action {
  const psid = psidOf(world, person, page)
  world.ledger.recordAction({ at, page: page.id, psid, ...noted, id }, person)
  return { id, at, delivered }
}
