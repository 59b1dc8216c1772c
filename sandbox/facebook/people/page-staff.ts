/** What agents and administrators of a Page do by hand, not through our app. */
import { requireComment, requireTarget, seeComment } from '../graph-api/comments.ts'
import type { GraphWorld } from '../graph-api/graph-world.ts'
import { WireNumber } from '../webhooks/wire.ts'
import { addComment, changeComment } from '../world/comment-actions.ts'
import { emitOther } from '../world/messenger-actions.ts'
import { publish } from '../world/post-actions.ts'
import { pageInboxApp, type Thread } from '../world/state.ts'
import { openThread, requirePage, requirePerson, tick, type Action } from '../world/world.ts'
import { replyAtOnce, showMessage } from './page-message.ts'

interface Customer {
  readonly key: string
}

export function createPageStaff(world: GraphWorld) {
  const pageOf = (id: string) => requirePage(world, id)
  const threadOf = (id: string, { key }: Customer) => openThread(world, pageOf(id), requirePerson(world, key))
  return {
    /** An agent writes in the inbox: an echo with the inbox's app id. With routing they control the thread then. */
    pageInboxWrites(page: string, customer: Customer, text: string): Action {
      const thread = threadOf(page, customer)
      if (thread.page.defaultApp !== undefined) thread.owner = pageInboxApp
      const { message } = showMessage(world, thread, { text, appId: pageInboxApp, via: 'messenger' })
      return { id: message.mid, at: message.at, delivered: Promise.resolve('acked') }
    },
    /** Meta Business Suite replies by itself, at once. */
    pageRepliesAtOnce: (page: string, customer: Customer, text: string) =>
      replyAtOnce(world, threadOf(page, customer), text),
    /** An agent (or the app named) takes the thread: our app gets standby events only. */
    takeThread: (page: string, customer: Customer, app = pageInboxApp) =>
      changeOwner(world, threadOf(page, customer), { app, type: 'take_thread_control' }),
    /** The thread is ours again. */
    passThreadToApp: (page: string, customer: Customer) =>
      changeOwner(world, threadOf(page, customer), { app: world.appId, type: 'pass_thread_control' }),
    /** An agent moves the thread to Done: it is idle, and Facebook tells nobody. */
    moveToDone(page: string, customer: Customer): void {
      threadOf(page, customer).owner = undefined
    },
    pagePosts: (page: string, text: string): Action =>
      publish(world, { page: pageOf(page), item: 'status', author: 'page', text }),
    /** An agent replies to a comment or comments on a post by hand. */
    pageComments(page: string, target: string, text: string): Action {
      const on = requireTarget(pageOf(page), target)
      const made = addComment(world, { post: on.post, parent: on.comment, author: 'page', text })
      seeComment(world, made.comment, on)
      return made
    },
    pageRemovesComment: (page: string, commentId: string): Action =>
      changeComment(world, requireComment(pageOf(page), commentId), { verb: 'remove' }),
    /** Every call of the Page gets 190 with this subcode. */
    revokeToken(page: string, subcode = 460): void {
      pageOf(page).tokenDead = subcode
    },
    giveToken: (page: string, token: string) =>
      void Object.assign(pageOf(page), { token, tokenDead: undefined }),
    /** For `ms` every call of the Page gets 80006. */
    throttlePage(page: string, ms: number): void {
      pageOf(page).throttledUntil = world.now() + ms
    },
    /** A Page gets or loses a permission. */
    permit(page: string, permission: string, isAllowed: 'allowed' | 'denied'): void {
      const { permissions } = pageOf(page)
      if (isAllowed === 'allowed') permissions.add(permission)
      else permissions.delete(permission)
    },
  }
}

/** The thread has another owner, and both the old and the new one are told (we are told if we are one of them). */
export function changeOwner(
  world: GraphWorld,
  thread: Thread,
  {
    app,
    type,
    metadata = '',
  }: { app: string; type: 'take_thread_control' | 'pass_thread_control'; metadata?: string },
): void {
  const previous = thread.owner === undefined ? null : new WireNumber(thread.owner)
  thread.owner = app
  const body = {
    [type]: { previous_owner_app_id: previous, new_owner_app_id: new WireNumber(app), metadata },
  }
  void emitOther(world, { type, of: thread, at: tick(world, thread), list: 'messaging', body })
}
