/** Replies that agents keep for all agents. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import {
  addSavedReply,
  changeSavedReply,
  listSavedReplies,
  mostSavedReplies,
  removeSavedReply,
} from '../../src/db/console/saved-replies.ts'
import { savedRepliesSchema, savedReplyBodySchema, savedReplySchema } from '../api/saved-replies.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { conflict, notFound } from './http/api-failure.ts'
import { decodeBody, decodeId } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'

export function createSavedReplyRoutes({ db, now }: Pick<AreaDeps, 'db' | 'now'>): Router {
  const router = new Router()
  const byUser = (ctx: Context) => {
    const { id, email } = userOf(ctx)
    return { user: { id, email }, now: now() }
  }

  router.get('/api/saved-replies', requireRole('agent'), async (ctx: Context) => {
    answer(ctx, savedRepliesSchema, { replies: await listSavedReplies(db) })
  })

  router.post('/api/saved-replies', requireRole('agent'), async (ctx: Context) => {
    const { text } = await decodeBody(ctx, savedReplyBodySchema)
    const added = await addSavedReply(db, { ...byUser(ctx), text })
    if (added === 'full') throw conflict('too_many', { most: mostSavedReplies })
    answer(ctx, savedReplySchema, added, 201)
  })

  router.put('/api/saved-replies/:id', requireRole('agent'), async (ctx: Context) => {
    const { text } = await decodeBody(ctx, savedReplyBodySchema)
    const changed = await changeSavedReply(db, { ...byUser(ctx), id: idOf(ctx), text })
    if (changed === 'missing') throw notFound('saved reply')
    if (changed === 'same') throw conflict('same_text')
    answer(ctx, savedReplySchema, changed)
  })

  router.delete('/api/saved-replies/:id', requireRole('agent'), async (ctx: Context) => {
    if (!(await removeSavedReply(db, { ...byUser(ctx), id: idOf(ctx) }))) throw notFound('saved reply')
    ctx.status = 204
  })

  return router
}

function idOf(ctx: Context): string {
  return decodeId(ctx['params'].id, 'saved reply')
}
