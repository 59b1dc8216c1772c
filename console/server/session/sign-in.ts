import type { Context } from 'koa'
import type { ConsoleSessions, SignInWay } from '../../../src/db/console/sessions.ts'
import type { SessionCookie } from './session-cookie.ts'

export interface SignIn {
  /** The browser gets a new session of this user; the one it had ends. */
  (ctx: Context, userId: string, way: SignInWay): Promise<void>
}

/** Every sign-in makes a new token. A token that an attacker put into the browser before is worth nothing. */
export function createSignIn(sessions: Pick<ConsoleSessions, 'open'>, cookie: SessionCookie): SignIn {
  return async function signIn(ctx, userId, way) {
    const { token, expiresTs } = await sessions.open(userId, { way, replaced: cookie.read(ctx) })
    cookie.write(ctx, token, expiresTs)
  }
}
