/** What agents and administrators of a Page do by hand, not through our app. */
import { requireTarget, seeComment } from '../graph-api/comments.ts'
import type { GraphWorld } from '../graph-api/graph-world.ts'
import { WireNumber } from '../webhooks/wire.ts'
import type { Action } from '../world/action.ts'
import { addComment, changeComment } from '../world/comment-actions.ts'
import { emitOther } from '../world/messenger-actions.ts'
import { publish } from '../world/post-actions.ts'
import { pageInboxApp } from '../world/state.ts'
import type { Thread } from '../world/state.ts'
import { openThread, requirePage, tick } from '../world/world.ts'
import { showMessage } from './page-message.ts'

interface Customer {
  readonly key: string
}

export interface PageStaff {
  /** An agent writes in the inbox: an echo with the inbox's app id. With routing they control the thread then. */
  pageInboxWrites(page: string, person: Customer, text: string): Action
  /** An agent (or the app named) takes the thread: our app gets standby events only. */
  takeThread(page: string, person: Customer, app?: string): void
  /** The thread is ours again. */
  passThreadToApp(page: string, person: Customer): void
  pagePosts(page: string, text: string): Action
  /** An agent replies to a comment or comments on a post by hand. */
  pageComments(page: string, target: string, text: string): Action
  pageRemovesComment(page: string, commentId: string): Action
  /** Every call of the Page gets 190 with this subcode (460). */
  revokeToken(page: string, subcode?: number): void
  giveToken(page: string, token: string): void
  /** For `ms` every call of the Page gets 80006. */
  throttlePage(page: string, ms: number): void
  /** A Page gets or loses a permission. */
  permit(page: string, permission: string, isAllowed: 'allowed' | 'denied'): void
}

export function createPageStaff(world: GraphWorld): PageStaff {
  const pageOf = (id: string) => requirePage(world, id)
  function threadOf(pageId: string, { key }: Customer): Thread {
    const person = world.people.get(key)
    if (person === undefined) throw new RangeError(`no customer ${key}`)
    return openThread(world, pageOf(pageId), person)
  }
  return {
    pageInboxWrites(id, customer, text) {
      const thread = threadOf(id, customer)
      if (thread.page.defaultApp !== undefined) thread.owner = pageInboxApp
      const { message } = showMessage(world, thread, { text, appId: pageInboxApp, via: 'messenger' })
      return { id: message.mid, at: message.at, delivered: Promise.resolve('acked') }
    },
    takeThread: (id, customer, app = pageInboxApp) =>
      changeOwner(world, threadOf(id, customer), { app, type: 'take_thread_control' }),
    passThreadToApp: (id, customer) =>
      changeOwner(world, threadOf(id, customer), { app: world.appId, type: 'pass_thread_control' }),
    pagePosts: (id, text) => publish(world, { page: pageOf(id), item: 'status', author: 'page', text }),
    pageComments(id, target, text) {
      const on = requireTarget(pageOf(id), target)
      const made = addComment(world, { post: on.post, parent: on.comment, author: 'page', text })
      seeComment(world, made.comment, on)
      return made
    },
    pageRemovesComment(id, commentId) {
      const { comment } = requireTarget(pageOf(id), commentId)
      if (comment === undefined) throw new RangeError(`no comment ${commentId}`)
      return changeComment(world, comment, { verb: 'remove' })
    },
    revokeToken(id, subcode = 460) {
      pageOf(id).tokenDead = subcode
    },
    giveToken: (id, token) => void Object.assign(pageOf(id), { token, tokenDead: undefined }),
    throttlePage(id, ms) {
      pageOf(id).throttledUntil = world.now() + ms
    },
    permit(id, permission, isAllowed) {
      const { permissions } = pageOf(id)
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
  const { page } = thread
  void emitOther(world, { type, page, thread, at: tick(world, thread), list: 'messaging', body })
}
