/** Every route of the API. The OpenAPI document is made from this list. */
import { z } from 'zod'
import { actResultSchema, actSchema } from '../api/acts.ts'
import { conversationListSchema, listQuerySchema } from '../api/conversation-list.ts'
import { conversationSchema, messagesSchema } from '../api/conversation.ts'
import { deadLettersQuerySchema, deadLettersSchema, healthSchema } from '../api/health.ts'
import { liveEvents } from '../api/live.ts'
import { agentsSchema } from '../api/presence.ts'
import { savedRepliesSchema, savedReplyBodySchema, savedReplySchema } from '../api/saved-replies.ts'
import { whySchema } from '../api/why.ts'
import { sessionSchema, signInSchema, signInWaysSchema } from '../api/session.ts'
import type { ApiRoute } from './api-route.ts'
import { customerApi } from './customer-api.ts'
import { messagesQuerySchema } from './inbox-routes.ts'
import { insightApi } from './insight-api.ts'
import { liveQuerySchema } from './live-routes.ts'

const returnTo = z.strictObject({ to: z.string().optional() })

const sessionApi: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/sign-in',
    role: 'nobody',
    says: 'How users sign in.',
    status: 200,
    answer: signInWaysSchema,
  },
  {
    method: 'post',
    path: '/api/sign-in',
    role: 'nobody',
    says: 'Signs in by a password. The response sets the cookie of the session.',
    body: signInSchema,
    status: 204,
  },
  {
    method: 'get',
    path: '/api/oidc/start',
    role: 'nobody',
    says: 'Leads to the identity provider. `to`: the path of the console to return to.',
    query: returnTo,
    status: 302,
  },
  {
    method: 'get',
    path: '/api/oidc/callback',
    role: 'nobody',
    says: 'The identity provider leads back to it.',
    status: 302,
  },
  {
    method: 'get',
    path: '/api/session',
    role: 'viewer',
    says: 'Who is signed in.',
    status: 200,
    answer: sessionSchema,
  },
  { method: 'post', path: '/api/sign-out', role: 'viewer', says: 'Ends the session.', status: 204 },
  {
    method: 'get',
    path: '/api/live',
    role: 'viewer',
    says: 'Server-sent events. `conversation`: the one that the page shows.',
    query: liveQuerySchema,
    status: 200,
    events: liveEvents,
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    role: 'viewer',
    says: 'This document.',
    status: 200,
    answer: z.looseObject({ openapi: z.literal('3.1.0') }),
  },
]

const actApi: readonly ApiRoute[] = [
  {
    method: 'post',
    path: '/api/conversations/:id/acts',
    role: 'agent',
    says: 'What an agent does in a conversation. A repeated request with the same key does nothing again.',
    body: actSchema,
    status: 202,
    answer: actResultSchema,
  },
]

const inboxApi: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/conversations',
    role: 'viewer',
    says: 'A list of the Inbox, with the number of conversations in each.',
    query: listQuerySchema,
    status: 200,
    answer: conversationListSchema,
  },
  {
    method: 'get',
    path: '/api/agents',
    role: 'viewer',
    says: 'Users to whom a conversation can be assigned.',
    status: 200,
    answer: agentsSchema,
  },
  {
    method: 'get',
    path: '/api/conversations/:id',
    role: 'viewer',
    says: 'One conversation: who writes in it, the customer, notes.',
    status: 200,
    answer: conversationSchema,
  },
  {
    method: 'get',
    path: '/api/conversations/:id/messages',
    role: 'viewer',
    says: 'Its latest messages, or those before `before`, the oldest first.',
    query: messagesQuerySchema,
    status: 200,
    answer: messagesSchema,
  },
  {
    method: 'post',
    path: '/api/conversations/:id/typing',
    role: 'agent',
    says: 'The user writes a reply. Others see it for some seconds.',
    status: 204,
  },
  {
    method: 'get',
    path: '/api/conversations/:id/why/:messageId',
    role: 'agent',
    says: 'What became of a message, and why.',
    status: 200,
    answer: whySchema,
  },
]

const healthApi: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/health',
    role: 'viewer',
    says: 'How the installation is: Pages, queues, dead letters, held messages.',
    status: 200,
    answer: healthSchema,
  },
  {
    method: 'get',
    path: '/api/health/dead-letters',
    role: 'viewer',
    says: 'What could not be processed, the oldest first, without its bytes.',
    query: deadLettersQuerySchema,
    status: 200,
    answer: deadLettersSchema,
  },
  {
    method: 'post',
    path: '/api/health/dead-letters/:id/retry',
    role: 'admin',
    says: 'Puts an open dead letter into the queue of its stage again.',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/health/dead-letters/:id/drop',
    role: 'admin',
    says: 'Gives an open dead letter up. It stays in the table as dropped.',
    status: 204,
  },
]

const savedReplyApi: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/saved-replies',
    role: 'agent',
    says: 'Replies that agents keep for all agents.',
    status: 200,
    answer: savedRepliesSchema,
  },
  {
    method: 'post',
    path: '/api/saved-replies',
    role: 'agent',
    says: 'Keeps a reply. A text that is kept already stays the one that it is.',
    body: savedReplyBodySchema,
    status: 201,
    answer: savedReplySchema,
  },
  {
    method: 'put',
    path: '/api/saved-replies/:id',
    role: 'agent',
    says: 'Changes a reply for all agents.',
    body: savedReplyBodySchema,
    status: 200,
    answer: savedReplySchema,
  },
  {
    method: 'delete',
    path: '/api/saved-replies/:id',
    role: 'agent',
    says: 'Removes a reply for all agents.',
    status: 204,
  },
]

export const apiRoutes: readonly ApiRoute[] = [
  ...healthApi,
  ...sessionApi,
  ...actApi,
  ...inboxApi,
  ...insightApi,
  ...customerApi,
  ...savedReplyApi,
]
