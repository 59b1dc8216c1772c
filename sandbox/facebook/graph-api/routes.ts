/** Which handler answers a call: by what the id in the path is, by the method, and by the edge behind the id. */
import { findPersonByPsid } from '../world/world.ts'
import type { AllowedCall, JsonBag, PageCall } from './call.ts'
import * as blocked from './blocked.ts'
import * as comments from './comments.ts'
import * as conversations from './conversations.ts'
import { GraphError, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'
import * as leads from './leads.ts'
import * as messengerProfile from './messenger-profile.ts'
import { debugToken, getApp, getIdsForApps, getIdsForPages, getPage, getProfile } from './object-info.ts'
import { postMessages } from './send-api.ts'
import * as subscriptions from './subscriptions.ts'
import { getThreadOwner, postThreadControl, threadControls } from './thread-control.ts'

type Handled = JsonBag | Promise<JsonBag>
/** Method and edge → handler. */
type Routes<Call = PageCall> = Readonly<Record<string, (world: GraphWorld, call: Call) => Handled>>

const ofApp: Routes<AllowedCall> = {
  'GET ': getApp,
  'GET subscriptions': subscriptions.getAppSubscriptions,
  'POST subscriptions': subscriptions.subscribeApp,
  'DELETE subscriptions': subscriptions.unsubscribeApp,
}

const ofPage: Routes = {
  'GET ': getPage,
  'POST messages': postMessages,
  'GET conversations': conversations.getConversations,
  'GET blocked': blocked.getBlocked,
  'POST blocked': blocked.postBlocked,
  'DELETE blocked': blocked.deleteBlocked,
  'POST feed': comments.postOnFeed,
  'GET leadgen_forms': leads.getLeadForms,
  'GET thread_owner': getThreadOwner,
  ...Object.fromEntries(threadControls.map((control) => [`POST ${control}`, postThreadControl])),
  'GET subscribed_apps': subscriptions.getSubscribedApps,
  'POST subscribed_apps': subscriptions.subscribePage,
  'DELETE subscribed_apps': subscriptions.unsubscribePage,
  'GET messenger_profile': messengerProfile.getMessengerProfile,
  'POST messenger_profile': messengerProfile.postMessengerProfile,
  'DELETE messenger_profile': messengerProfile.deleteMessengerProfile,
}

const ofPerson: Routes = { 'GET ': getProfile, 'GET ids_for_apps': getIdsForApps }

const ofPost: Routes = {
  'GET ': comments.getPost,
  'GET comments': comments.getComments,
  'POST comments': comments.postComment,
  'POST likes': comments.changeLike,
  'DELETE likes': comments.changeLike,
}

const ofComment: Routes = {
  ...ofPost,
  'GET ': comments.getComment,
  'POST ': comments.postCommentChange,
  'DELETE ': comments.deleteComment,
}

const ofThread: Routes = {
  'GET ': conversations.getThread,
  'GET messages': conversations.getThreadMessages,
}

export function isSend({ method, path }: AllowedCall): boolean {
  return method === 'POST' && path[1] === 'messages'
}

export function handle(world: GraphWorld, call: AllowedCall): Handled {
  const { page, method, path } = call
  const [id = '', edge = ''] = path
  const route = `${method} ${edge}`
  if (id === 'debug_token') return debugToken(world, call)
  if (page === undefined) {
    if (route === 'GET ids_for_pages') return getIdsForPages(world, call)
    if (id !== world.appId && id !== 'app')
      throw new GraphError(190, 'A page access token is required to request this resource.', { status: 401 })
    return (ofApp[route] ?? refuseEdge)(world, call)
  }
  return (routesOf(world, { page, id })[route] ?? refuseEdge)(world, { ...call, page, id })
}

function routesOf(world: GraphWorld, { page, id }: Pick<PageCall, 'page' | 'id'>): Routes {
  if (id === 'me' || id === page.id) return ofPage
  if (world.pages.has(id)) {
    const message = '(#210) A page access token of that Page is required to request this resource.'
    throw new GraphError(210, message, { status: 403 })
  }
  if (page.comments.has(id)) return ofComment
  if (page.posts.has(id)) return ofPost
  if (page.leads.has(id)) return { 'GET ': leads.getLead }
  if (page.leadForms.has(id)) return { 'GET ': leads.getLeadForm, 'GET leads': leads.getFormLeads }
  if (id.startsWith('t_')) return ofThread
  if (id.startsWith('m_')) return { 'GET ': conversations.getMessage }
  if (findPersonByPsid(world, page, id) !== undefined) return ofPerson
  throw noSuchObject(id)
}

function refuseEdge(_: GraphWorld, { method, path }: AllowedCall): never {
  const message = `Unsupported ${method.toLowerCase()} request. Unknown path: /${path.join('/')}`
  throw new GraphError(100, message, { type: 'GraphMethodException' })
}
