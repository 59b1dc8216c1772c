/** What a customer does on the feed: the ledger notes it, and a webhook tells of it. */
import { thinkAgainOfComment } from './afterthoughts.ts'
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { ActionKind } from '../ledger/seen-ledger.ts'
import type { Sending } from '../webhooks/delivery.ts'
import { addComment, changeComment, reactOnFeed } from '../world/comment-actions.ts'
import * as pageActions from '../world/page-actions.ts'
import { publish, storePost } from '../world/post-actions.ts'
import type { Comment, Page, PersonState, Post } from '../world/state.ts'
import {
  findComment,
  findPost,
  openThread,
  psidOf,
  requirePage,
  requireUnblocked,
  tick,
  type Action,
} from '../world/world.ts'

interface CommentOptions extends Sending {
  readonly photoUrl?: string
  /** `from` is withheld from the webhook. */
  readonly isNameless?: boolean
}

export function feedOf(world: GraphWorld, person: PersonState) {
  function comment(target: string, text: string, options: CommentOptions = {}): Action {
    const { post, comment: parent } = requireTarget(target)
    requireUnblocked(post.page, person)
    if (parent?.removed === true) throw new RangeError(`no post or comment ${target}`)
    const { photoUrl: attachmentUrl, isNameless = world.random.chance(world.rules.namelessComments) } =
      options
    const made = { post, parent, author: person, text, attachmentUrl, isNameless, sending: options }
    const commented = addComment(world, made)
    thinkAgainOfComment(world, commented.comment)
    if (world.rules.commentsOpenWindow) {
      const thread = openThread(world, post.page, person)
      thread.openedAt = tick(world, thread)
    }
    return note(post.page, { action: parent === undefined ? 'comment' : 'reply', text }, commented)
  }

  return {
    /** Comments on a post, or answers the comment with this id. Throws RangeError when there is none. */
    comment,
    replyTo: comment,
    postOnPage(pageId: string, text: string): Action {
      const page = requirePage(world, pageId)
      return note(
        page,
        { action: 'post', text },
        publish(world, { page, item: 'post', author: person, text }),
      )
    },
    /** Names the Page in a post of their own. The webhook does not say who it was; the Page can comment on it. */
    mention(pageId: string, text: string): Action {
      const page = requirePage(world, pageId)
      const { id: postId } = storePost(world, { page, item: 'post', author: person, text })
      return note(page, { action: 'mention', text }, pageActions.mention(world, { page, text, postId }))
    },
    /** The action's id is the story's: `POST /{id}/comments` replies to it. */
    recommend(pageId: string, text: string, rating: 'positive' | 'negative'): Action {
      const page = requirePage(world, pageId)
      const storyId = world.ids.object()
      storePost(world, { page, item: 'post', author: person, text, id: storyId })
      const review = { page, text, isPositive: rating === 'positive', storyId }
      return note(page, { action: 'recommend', text }, pageActions.recommend(world, person, review))
    },
    editComment(commentId: string, text: string): Action {
      const own = requireOwn(commentId)
      const edited = changeComment(world, own, { verb: 'edited', text })
      return note(own.post.page, { action: 'edit_comment', text }, edited)
    },
    removeComment(commentId: string): Action {
      const own = requireOwn(commentId)
      const removed = changeComment(world, own, { verb: 'remove' })
      return note(own.post.page, { action: 'remove_comment' }, removed)
    },
    /** To a post or comment: added, changed, or (undefined) taken back. */
    reactOnFeed(target: string, reaction: string | undefined): Action {
      const on = requireTarget(target)
      const reacted = reactOnFeed(world, person, { target: on.comment ?? on.post, reaction })
      const noted: Noted =
        reaction === undefined ? { action: 'unreact' } : { action: 'react', text: reaction }
      return note(on.post.page, noted, reacted)
    },
  }

  function requireTarget(id: string): { post: Post; comment: Comment | undefined } {
    const found = findComment(world, id)
    const post = found?.post ?? findPost(world, id)
    if (post === undefined) throw new RangeError(`no post or comment ${id}`)
    return { post, comment: found }
  }

  function requireOwn(id: string): Comment {
    const own = findComment(world, id)
    if (own === undefined || own.author !== person || own.removed)
      throw new RangeError(`${person.name} has no comment ${id}`)
    return own
  }

  function note(page: Page, noted: Noted, { id, at, delivered }: Action): Action {
    world.ledger.recordAction({ at, page: page.id, psid: psidOf(world, person, page), ...noted, id }, person)
    return { id, at, delivered }
  }
}

interface Noted {
  readonly action: ActionKind
  readonly text?: string
}
