/** Conversations for agents: lists, one conversation with its messages, and who else is there. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { countConversations } from '../../src/db/console/inbox/count-conversations.ts'
import { findItems } from '../../src/db/console/inbox/find-items.ts'
import { listAgents } from '../../src/db/console/inbox/inbox-acts.ts'
import { listConversations } from '../../src/db/console/inbox/list-conversations.ts'
import { readAllPresence } from '../../src/db/console/inbox/presence.ts'
import { readHead } from '../../src/db/console/inbox/read-head.ts'
import { findGroup, readMessages } from '../../src/db/console/inbox/read-messages.ts'
import { asConversationId, asPageId, type ConversationId } from '../../src/domain/ids.ts'
import { conversationSchema, messagesSchema } from '../api/conversation.ts'
import { conversationListSchema, listQuerySchema, type ListQuery } from '../api/conversation-list.ts'
import { agentsSchema, typingMs } from '../api/presence.ts'
import { whySchema } from '../api/why.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { notFound } from './http/api-failure.ts'
import { decodeId, decodeQuery } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'
import type { InboxFeed } from './live.ts'
import { tellMessage } from './tell-message.ts'

export const messagesQuerySchema = z.strictObject({
  before: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export interface InboxRoutesDeps extends Pick<AreaDeps, 'db'> {
  readonly feed: Pick<InboxFeed, 'present' | 'now'>
}

export function createInboxRoutes({ db, feed }: InboxRoutesDeps): Router {
  const router = new Router()

  router.get('/api/conversations', requireRole('viewer'), async (ctx: Context) => {
    const query = decodeQuery(ctx, listQuerySchema)
    const filter = toFilter(query, userOf(ctx).id)
    const [list, counts] = await Promise.all([
      listConversations(db, filter),
      countConversations(db, filter.pageId),
    ])
    const { next } = list
    const items = await findItems(db, list.ids)
    answer(ctx, conversationListSchema, { items, counts, ...(next === undefined ? {} : { next }) })
  })

  router.get('/api/agents', requireRole('viewer'), async (ctx: Context) => {
    answer(ctx, agentsSchema, { agents: await listAgents(db) })
  })

  router.get('/api/conversations/:id', requireRole('viewer'), async (ctx: Context) => {
    const id = idOf(ctx)
    const now = feed.now()
    const [head, present] = await Promise.all([readHead(db, id, now), readAllPresence(db, [id], now)])
    if (head === undefined) throw notFound('conversation')
    const others = (present.get(id) ?? []).filter((one) => one.id !== userOf(ctx).id)
    answer(ctx, conversationSchema, { ...head, present: others })
  })

  router.get('/api/conversations/:id/messages', requireRole('viewer'), async (ctx: Context) => {
    const { before, limit } = decodeQuery(ctx, messagesQuerySchema)
    const found = await readMessages(db, idOf(ctx), { before, limit, now: feed.now() })
    if (found === undefined) throw notFound('conversation')
    answer(ctx, messagesSchema, found)
  })

  router.post('/api/conversations/:id/typing', requireRole('agent'), async (ctx: Context) => {
    const id = idOf(ctx)
    if ((await findGroup(db, id)) === undefined) throw notFound('conversation')
    await feed.present(id, userOf(ctx).id, typingMs)
    ctx.status = 204
  })

  router.get('/api/conversations/:id/why/:messageId', requireRole('agent'), async (ctx: Context) => {
    const told = await tellMessage(db, idOf(ctx), {
      messageId: String(ctx['params'].messageId),
      now: feed.now(),
    })
    if (told === undefined) throw notFound('message')
    answer(ctx, whySchema, told)
  })

  return router
}

function idOf(ctx: Context): ConversationId {
  return asConversationId(decodeId(ctx['params'].id, 'conversation'))
}

function toFilter({ page, ad, assigned, ...query }: ListQuery, userId: string) {
  return {
    ...query,
    pageId: page === undefined ? undefined : asPageId(page),
    adId: ad,
    assigned: assigned === 'me' ? userId : assigned,
  }
}
