/** What people of the Page and its administrators do by hand, not through our app. */
import { WireNumber } from '../webhooks/wire.ts'
import type { Act } from '../world/action.ts'
import { pagePosts, requireTarget, seeComment } from '../graph-api/comments.ts'
import { addComment, changeComment, tellComment } from './feed.ts'
import { showMessage } from './page-message.ts'
import { pageInboxApp } from '../world/state.ts'
import type { Page, Thread } from '../world/state.ts'
import { openThread, requirePage, tick } from '../world/world.ts'
import type { World } from '../world/world.ts'

interface Somebody {
  readonly key: string
}

export interface PageActs {
  /** Somebody of the Page writes in the inbox: an echo with the inbox's app id. With routing they hold the thread then. */
  pageInboxWrites(page: string, person: Somebody, text: string): Act
  /** A person of the Page (or the app named) takes the thread: our app gets standby events only. */
  takeThread(page: string, person: Somebody, app?: string): void
  /** The thread is ours again. */
  passThreadToApp(page: string, person: Somebody): void
  pagePosts(page: string, text: string): Act
  /** Somebody of the Page answers a comment or comments on a post by hand. */
  pageComments(page: string, target: string, text: string): Act
  pageRemovesComment(page: string, commentId: string): Act
  /** Every call of the Page gets 190 with this subcode (460). */
  revokeToken(page: string, subcode?: number): void
  giveToken(page: string, token: string): void
  /** For `ms` every call of the Page gets 80006. */
  throttlePage(page: string, ms: number): void
  /** A Page gets or loses a permission. */
  permit(page: string, permission: string, isAllowed: 'allowed' | 'denied'): void
}

export function createPageActs(world: World): PageActs {
  const pageOf = (id: string) => requirePage(world, id)
  return {
    pageInboxWrites(id, somebody, text) {
      const thread = threadOf(world, pageOf(id), somebody)
      if (thread.page.defaultApp !== undefined) thread.owner = pageInboxApp
      const { message } = showMessage(world, thread, { text, appId: pageInboxApp, via: 'messenger' })
      return { id: message.mid, at: message.at, delivered: Promise.resolve('acked') }
    },
    takeThread(id, somebody, app = pageInboxApp) {
      const thread = threadOf(world, pageOf(id), somebody)
      changeOwner(world, thread, { app, kind: 'take_thread_control' })
    },
    passThreadToApp(id, somebody) {
      const thread = threadOf(world, pageOf(id), somebody)
      changeOwner(world, thread, { app: world.appId, kind: 'pass_thread_control' })
    },
    pagePosts(id, text) {
      const post = pagePosts(world, pageOf(id), text)
      return { id: post.id, at: post.at, delivered: Promise.resolve('acked') }
    },
    pageComments(id, target, text) {
      const on = requireTarget(pageOf(id), target)
      const made = addComment(world, { post: on.post, parent: on.comment, author: 'page', text })
      seeComment(world, made, on)
      return { id: made.id, at: made.at, delivered: tellComment(world, made) }
    },
    pageRemovesComment(id, commentId) {
      const { comment } = requireTarget(pageOf(id), commentId)
      if (comment === undefined) throw new RangeError(`no comment ${commentId}`)
      comment.removed = true
      return changeComment(world, comment, { verb: 'remove', actor: comment.author })
    },
    revokeToken(id, subcode = 460) {
      pageOf(id).tokenDead = subcode
    },
    giveToken(id, token) {
      const page = pageOf(id)
      page.token = token
      page.tokenDead = undefined
    },
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
  world: World,
  thread: Thread,
  {
    app,
    kind,
    metadata = '',
  }: { app: string | undefined; kind: 'take_thread_control' | 'pass_thread_control'; metadata?: string },
): void {
  const previous = thread.owner
  thread.owner = app
  const newOwner = { new_owner_app_id: app === undefined ? undefined : new WireNumber(app) }
  void world.outbox.post({
    page: thread.page,
    field: 'messaging_handovers',
    list: 'messaging',
    item: {
      sender: { id: thread.psid },
      recipient: { id: thread.page.id },
      timestamp: tick(world, thread),
      [kind]: {
        previous_owner_app_id: previous === undefined ? null : new WireNumber(previous),
        ...newOwner,
        metadata,
      },
    },
  })
}

function threadOf(world: World, page: Page, { key }: Somebody): Thread {
  const person = world.people.get(key)
  if (person === undefined) throw new RangeError(`no person ${key}`)
  return openThread(world, page, person)
}
