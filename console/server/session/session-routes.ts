/** Who is signed in. These routes need a session. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { sessionSchema } from '../../api/session.ts'
import { findConsolePages } from '../../../src/db/console/pages.ts'
import type { ConsoleSessions } from '../../../src/db/console/sessions.ts'
import type { AreaDeps } from '../area-deps.ts'
import { answer } from '../http/answer.ts'
import { requireRole, userOf } from '../http/require-role.ts'
import type { SessionCookie } from './session-cookie.ts'

export interface SessionRoutesDeps extends AreaDeps {
  readonly sessions: Pick<ConsoleSessions, 'close'>
  readonly cookie: SessionCookie
  readonly isOidc: boolean
}

export function createSessionRoutes({ db, now, sessions, cookie, isOidc }: SessionRoutesDeps): Router {
  const router = new Router()
  router.get('/api/session', requireRole('viewer'), async (ctx: Context) => {
    const { id, email, name, role } = userOf(ctx)
    const csrf: string = ctx.state['csrf']
    const pages = await findConsolePages(db)
    answer(ctx, sessionSchema, { user: { id, email, name, role }, csrf, pages, isOidc, nowMs: now() })
  })
  router.post('/api/sign-out', requireRole('viewer'), async (ctx: Context) => {
    await sessions.close(userOf(ctx))
    cookie.clear(ctx)
    ctx.status = 204
  })
  return router
}
