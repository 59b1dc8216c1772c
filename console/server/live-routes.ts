/** `GET /api/live?conversation=<id>`: what happens, as server-sent events. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { liveEvents } from '../api/live.ts'
import { decodeQuery } from './http/decode.ts'
import type { EventStreams, LiveEvent, LiveSource } from './http/event-stream.ts'
import { requireRole, userOf } from './http/require-role.ts'
import { mask } from './mask.ts'

export const liveQuerySchema = z.strictObject({
  conversation: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .optional(),
})

export function createLiveRoutes({
  streams,
  source,
}: {
  readonly streams: EventStreams
  readonly source: LiveSource
}) {
  const router = new Router()
  router.get('/api/live', requireRole('viewer'), (ctx: Context) => {
    const { conversation } = decodeQuery(ctx, liveQuerySchema)
    const user = userOf(ctx)
    streams.respond(
      ctx,
      { user, conversationId: conversation },
      user.role === 'viewer' ? masked(source) : source,
    )
  })
  return router
}

/** The same source as a viewer sees it. */
function masked(source: LiveSource): LiveSource {
  return {
    async *open(listener) {
      for await (const one of source.open(listener)) yield maskEvent(one)
    },
  }
}

function maskEvent({ event, data }: LiveEvent): LiveEvent {
  const schemas: Readonly<Record<string, z.ZodType>> = liveEvents
  const schema = schemas[event]
  return { event, data: schema === undefined ? {} : mask(schema, data) }
}
