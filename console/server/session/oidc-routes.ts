/** Signing in through the identity provider. These routes need no session. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { ConsoleUsers } from '../../../src/db/console/users.ts'
import { PipelineError } from '../../../src/errors.ts'
import { toLocalPath } from '../http/local-path.ts'
import type { OidcClient } from './oidc-client.ts'
import { plainPage } from './plain-page.ts'
import { readCookie } from './session-cookie.ts'
import type { SignIn } from './sign-in.ts'

export interface OidcRoutesDeps {
  readonly oidc: OidcClient
  readonly users: Pick<ConsoleUsers, 'find'>
  readonly signIn: SignIn
  /** CONSOLE_URL */
  readonly consoleUrl: string
  readonly onError: (error: unknown) => void
}

const flowSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
})

/** The time to sign in at the provider. */
const flowSeconds = 600

export function createOidcRoutes({ oidc, users, signIn, consoleUrl, onError }: OidcRoutesDeps): Router {
  const origin = new URL(consoleUrl).origin
  const redirectUri = `${origin}/api/oidc/callback`
  const isHttps = origin.startsWith('https:')
  const name = isHttps ? '__Host-pagebeat-oidc' : 'pagebeat-oidc'
  const flags = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`
  const keep = (ctx: Context, value: string, seconds: number): void =>
    ctx.append('Set-Cookie', `${name}=${value}; ${flags}; Max-Age=${seconds}`)

  const failed = (ctx: Context, error: unknown): void => {
    if (error instanceof PipelineError) throw error // the database, not the provider
    onError(error)
    plainPage(ctx, {
      status: 502,
      title: 'Signing in did not work',
      says: 'The identity provider did not answer as expected. Try again. The log of the console tells the operator why.',
    })
  }

  const router = new Router()
  router.get('/api/oidc/start', async (ctx: Context) => {
    try {
      const { url, flow } = await oidc.begin(redirectUri)
      keep(ctx, encode({ ...flow, to: toLocalPath(ctx.query['to']) }), flowSeconds)
      ctx.redirect(url)
    } catch (error) {
      failed(ctx, error)
    }
  })
  router.get('/api/oidc/callback', async (ctx: Context) => {
    const flow = decode(readCookie(ctx, name))
    keep(ctx, '', 0)
    if (flow === undefined)
      return plainPage(ctx, {
        status: 400,
        title: 'Signing in took too long',
        says: 'This browser did not begin to sign in here, or more than ten minutes ago. Try again.',
      })
    try {
      const email = await oidc.findEmail(new URL(`${origin}${ctx.url}`), flow)
      const user = email === undefined ? undefined : await users.find(email)
      if (user === undefined)
        return plainPage(ctx, {
          status: 403,
          title: 'You are not a user of this console',
          says: 'Ask the operator to add the e-mail that your identity provider has verified: pagebeat user add <e-mail>',
        })
      await signIn(ctx, user.id, 'oidc')
      ctx.redirect(toLocalPath(flow.to))
    } catch (error) {
      failed(ctx, error)
    }
  })
  return router
}

function encode(flow: z.infer<typeof flowSchema>): string {
  return Buffer.from(JSON.stringify(flow)).toString('base64url')
}

function decode(cookie: string | undefined): z.infer<typeof flowSchema> | undefined {
  try {
    return flowSchema.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()))
  } catch {
    return undefined // not ours
  }
}
