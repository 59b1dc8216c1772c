/** Which handler answers a call: by the path, the method, and what the id in it is. */
import type { AllowedCall, JsonBag } from './call.ts'
import {
  changeLike,
  deleteComment,
  getComment,
  getComments,
  postComment,
  postCommentChange,
  postOnFeed,
  requireTarget,
} from './comments.ts'
import { getConversations, getMessage, getThread, getThreadMessages } from './conversations.ts'
import { GraphError, noSuchObject } from './graph-error.ts'
import { deleteMessengerProfile, getMessengerProfile, postMessengerProfile } from './messenger-profile.ts'
import { debugToken, getApp, getPage } from './page-info.ts'
import { getProfile } from './profiles.ts'
import { postMessages } from './send-api.ts'
import type { Page } from '../world/state.ts'
import {
  getAppSubscriptions,
  getSubscribedApps,
  subscribeApp,
  subscribePage,
  unsubscribeApp,
  unsubscribePage,
} from './subscriptions.ts'
import { getThreadOwner, postThreadControl, threadControls } from './thread-control.ts'
import { findPersonByPsid } from '../world/world.ts'
import type { GraphWorld } from './graph-world.ts'

export type Handled = JsonBag | Promise<JsonBag>

export function isSend(call: Pick<AllowedCall, 'method' | 'path'>): boolean {
  return call.method === 'POST' && call.path[1] === 'messages'
}

export function handle(world: GraphWorld, call: AllowedCall): Handled {
  const [id = '', edge] = call.path
  if (id === 'debug_token') return debugToken(world, call)
  const { page } = call
  if (page === undefined) return handleForApp(world, call)
  if (id === 'me' || id === page.id) return handlePage(world, call, { page, edge })
  if (world.pages.has(id))
    throw new GraphError({
      code: 210,
      status: 403,
      message: '(#210) A page access token of that Page is required to request this resource.',
    })
  if (page.posts.has(id) || page.comments.has(id)) return handleFeed(world, call, { page, id, edge })
  if (call.method === 'GET' && id.startsWith('t_'))
    return edge === 'messages'
      ? getThreadMessages(world, call, { page, id })
      : getThread(world, call, { page, id })
  if (call.method === 'GET' && id.startsWith('m_')) return getMessage(world, call, { page, id })
  const person = findPersonByPsid(world, page, id)
  if (person !== undefined && call.method === 'GET' && edge === undefined)
    return getProfile(world, call, { page, person, psid: id })
  throw noSuchObject(id)
}

function handleForApp(world: GraphWorld, call: AllowedCall): Handled {
  const [id, edge] = call.path
  if (id !== world.appId && id !== 'app')
    throw new GraphError({
      code: 190,
      status: 401,
      message: 'A page access token is required to request this resource.',
    })
  if (edge === undefined && call.method === 'GET') return getApp(world, call)
  if (edge !== 'subscriptions') throw unknownEdge(call)
  if (call.method === 'POST') return subscribeApp(world, call)
  return call.method === 'DELETE' ? unsubscribeApp(world, call) : getAppSubscriptions(world)
}

function handlePage(
  world: GraphWorld,
  call: AllowedCall,
  { page, edge }: { page: Page; edge: string | undefined },
): Handled {
  const { method } = call
  if (edge === undefined && method === 'GET') return getPage(call, page)
  if (edge === 'messages' && method === 'POST') return postMessages(world, call, page)
  if (edge === 'conversations' && method === 'GET') return getConversations(world, call, page)
  if (edge === 'feed' && method === 'POST') return postOnFeed(world, call, page)
  if (edge === 'thread_owner' && method === 'GET') return getThreadOwner(world, call, page)
  if (edge !== undefined && threadControls.includes(edge) && method === 'POST')
    return postThreadControl(world, call, { page, control: edge })
  if (edge === 'subscribed_apps') {
    if (method === 'POST') return subscribePage(world, call, page)
    return method === 'DELETE' ? unsubscribePage(page) : getSubscribedApps(world, page)
  }
  if (edge === 'messenger_profile') {
    if (method === 'POST') return postMessengerProfile(world, call, page)
    return method === 'DELETE'
      ? deleteMessengerProfile(world, call, page)
      : getMessengerProfile(world, call, page)
  }
  throw unknownEdge(call)
}

function handleFeed(
  world: GraphWorld,
  call: AllowedCall,
  { page, id, edge }: { page: Page; id: string; edge: string | undefined },
): Handled {
  const on = requireTarget(page, id)
  const { method } = call
  if (edge === 'comments')
    return method === 'POST' ? postComment(world, call, on) : getComments(world, call, on)
  if (edge === 'likes' && method === 'POST') return changeLike(world, on, 'add')
  if (edge === 'likes' && method === 'DELETE') return changeLike(world, on, 'remove')
  if (edge !== undefined) throw unknownEdge(call)
  if (on.comment === undefined) {
    if (method === 'GET') return { id: on.post.id, message: on.post.text }
    throw unknownEdge(call)
  }
  if (method === 'POST') return postCommentChange(world, call, on.comment)
  return method === 'DELETE' ? deleteComment(world, on.comment) : getComment(world, call, on.comment)
}

function unknownEdge({ method, path }: AllowedCall): GraphError {
  return new GraphError({
    code: 100,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. Unknown path: /${path.join('/')}`,
  })
}
