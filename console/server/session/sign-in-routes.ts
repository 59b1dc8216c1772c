/** Signing in by password and by a link. These routes need no session. */
import type { IncomingMessage } from 'node:http'
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { signInSchema, type SignInWays } from '../../api/session.ts'
import type { ConsoleSessions } from '../../../src/db/console/sessions.ts'
import { decodeBody } from '../http/decode.ts'
import { toLocalPath } from '../http/local-path.ts'
import type { PasswordAttempt } from './check-password.ts'
import { plainPage } from './plain-page.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SignIn } from './sign-in.ts'

export interface SignInRoutesDeps {
  readonly sessions: Pick<ConsoleSessions, 'find' | 'useLink'>
  readonly cookie: SessionCookie
  readonly signIn: SignIn
  readonly checkPassword: (attempt: PasswordAttempt) => Promise<string>
  readonly addressOf: (req: IncomingMessage) => string
  readonly isOidc: boolean
}

export function createSignInRoutes(deps: SignInRoutesDeps): Router {
  const router = new Router()
  router.get('/api/sign-in', (ctx: Context) => {
    ctx.body = { password: true, oidc: deps.isOidc } satisfies SignInWays
  })
  router.post('/api/sign-in', async (ctx: Context) => {
    const { email, password } = await decodeBody(ctx, signInSchema)
    const userId = await deps.checkPassword({ email, password, address: deps.addressOf(ctx.req) })
    await deps.signIn(ctx, userId, 'password')
    ctx.status = 204
  })
  router.get('/enter', (ctx: Context) => enter(ctx, deps))
  return router
}

/**
 * `/enter?token=…&to=<path>`: signs in by a link, once. A look ahead by a browser or a chat program does not use the
 * link up. A user who is signed in stays who they are: a stranger's link cannot make them work as another user.
 */
async function enter(ctx: Context, { sessions, cookie, signIn }: SignInRoutesDeps): Promise<void> {
  if (ctx.method === 'HEAD' || ctx.get('Sec-Purpose').includes('prefetch')) return void (ctx.status = 204)
  const { token, to } = ctx.query
  const before = cookie.read(ctx)
  if (before !== undefined && (await sessions.find(before)) !== undefined)
    return ctx.redirect(toLocalPath(to))
  const used = typeof token === 'string' && token.length <= 100 ? await sessions.useLink(token) : undefined
  if (used === undefined)
    return plainPage(ctx, {
      status: 410,
      title: 'This link does not sign in',
      says: 'It was used already, or it is too old. The operator makes a new one: pagebeat user link <e-mail>',
    })
  await signIn(ctx, used.userId, 'link')
  ctx.redirect(toLocalPath(to))
}
