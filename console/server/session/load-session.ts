import type { Context, Next } from 'koa'
import { isSameSecret } from '../../../src/facebook/signature.ts'
import type { ConsoleSessions } from '../../../src/db/console/sessions.ts'
import { ApiFailure, signedOut } from '../http/api-failure.ts'
import { isSafe } from '../http/own-origin.ts'
import type { SessionCookie } from './session-cookie.ts'

export interface LoadSessionOptions {
  readonly sessions: Pick<ConsoleSessions, 'find'>
  readonly cookie: SessionCookie
  /** The connection belongs to a user who is signed in. */
  readonly onSession: (ctx: Context) => void
}

/**
 * Every path below `/api/` needs a session: its user is `ctx.state.user`. Changes need the session's `X-Pagebeat-Csrf`,
 * too. 401 and 403 otherwise.
 */
export function loadSession({ sessions, cookie, onSession }: LoadSessionOptions) {
  return async function withSession(ctx: Context, next: Next): Promise<void> {
    if (!/^\/api(?:\/|$)/i.test(ctx.path)) return await next()
    const token = cookie.read(ctx)
    const found = token === undefined ? undefined : await sessions.find(token)
    if (found === undefined) throw signedOut()
    if (!isSafe(ctx.method) && !isSameSecret(ctx.get('X-Pagebeat-Csrf'), found.csrf))
      throw new ApiFailure(403, { code: 'csrf' })
    onSession(ctx)
    ctx.state['user'] = found.user
    ctx.state['csrf'] = found.csrf
    await next()
  }
}
