/** The console's routes in their order: health, signing in, then what needs a session, then the page. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Router } from '@koa/router'
import Koa, { type Context, type Middleware, type Next } from 'koa'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { isClientFault } from '../../src/http/client-fault.ts'
import { isDoneWithin } from '../../src/within.ts'
import type { AreaDeps } from './area-deps.ts'
import type { Areas } from './areas.ts'
import { ApiFailure } from './http/api-failure.ts'
import type { EventStreams } from './http/event-stream.ts'
import { answerFailures } from './http/failures.ts'
import { requireOwnOrigin } from './http/own-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { createLiveRoutes } from './live-routes.ts'
import { createOpenApiRoutes } from './openapi.ts'
import { createPasswordCheck } from './session/check-password.ts'
import { loadSession } from './session/load-session.ts'
import { createOidcClient, type OidcSettings } from './session/oidc-client.ts'
import { createOidcRoutes } from './session/oidc-routes.ts'
import { createSessionCookie } from './session/session-cookie.ts'
import { createSessionRoutes } from './session/session-routes.ts'
import { createSignIn } from './session/sign-in.ts'
import { createSignInRoutes } from './session/sign-in-routes.ts'

export interface ConsoleAppOptions extends AreaDeps {
  /** CONSOLE_URL. Undefined: the console listens on loopback only. */
  readonly consoleUrl: string | undefined
  readonly oidc: OidcSettings | undefined
  readonly pictureOrigins: readonly string[]
  /** Of the client, also behind a trusted proxy. */
  readonly addressOf: (req: IncomingMessage) => string
  /** Gets no text and no secret. */
  readonly onError: (error: unknown) => void
  /** The connection belongs to a user who is signed in. */
  readonly onSession: (socket: Socket) => void
  readonly streams: EventStreams
  /** Serves what no other route does. */
  readonly site: Middleware
  /** How long a guess waits, once there were too many. */
  readonly guessMs?: number
  readonly areas: Areas
}

export interface ConsoleApp {
  readonly app: Koa
  /** For the tests that walk every route. */
  readonly routers: readonly Router[]
}

export function createConsoleApp(options: ConsoleAppOptions): ConsoleApp {
  const { db, now, consoleUrl, onError, streams } = options
  const isHttps = consoleUrl?.startsWith('https:') === true
  const users = createConsoleUsers(db, now)
  const sessions = createConsoleSessions(db, now)
  const cookie = createSessionCookie({ isHttps })
  const signIn = createSignIn(sessions, cookie)
  const checkPassword = createPasswordCheck({ ...options, users })
  const isOidc = options.oidc !== undefined && consoleUrl !== undefined
  const { addressOf } = options
  const open = [createSignInRoutes({ sessions, cookie, signIn, checkPassword, addressOf, isOidc })]
  if (options.oidc !== undefined && consoleUrl !== undefined) {
    const oidc = createOidcClient(options.oidc, now)
    open.push(createOidcRoutes({ oidc, users, signIn, consoleUrl, onError }))
  }
  const { areas } = options
  const closed = [
    createSessionRoutes({ db, now, sessions, cookie, isOidc }),
    createLiveRoutes({ streams, source: areas.live }),
    createOpenApiRoutes(),
    ...areas.routers,
  ]

  const app = new Koa()
  app.on('error', (error: Error) => {
    if (!isClientFault(error)) onError(error)
  })
  app.use(securityHeaders({ isHttps, pictureOrigins: options.pictureOrigins }))
  app.use(answerFailures(onError))
  const health = healthRoutes(options)
  app.use(health.routes())
  app.use(requireOwnOrigin(consoleUrl))
  for (const router of open) app.use(router.routes())
  app.use(loadSession({ sessions, cookie, onSession: (ctx) => options.onSession(ctx.req.socket) }))
  for (const router of closed) app.use(router.routes())
  app.use(noSuchRoute)
  app.use(options.site)
  app.use(nothingHere)
  return { app, routers: [health, ...open, ...closed] }
}

const readyMs = 2_000

/** `/healthz`: the process lives. `/readyz`: the database answers. */
function healthRoutes({ db }: AreaDeps): Router {
  const router = new Router()
  router.get('/healthz', (ctx) => {
    ctx.body = 'ok'
  })
  router.get('/readyz', async (ctx) => {
    const asked = db.selectFrom('mark').select('name').limit(1).execute()
    const isReady = await isDoneWithin(readyMs, asked).catch(() => false)
    ctx.status = isReady ? 200 : 503
    ctx.body = isReady ? 'ready' : 'the database does not answer'
  })
  return router
}

/** No area has this route. */
async function noSuchRoute(ctx: Context, next: Next): Promise<void> {
  if (/^\/api(?:\/|$)/i.test(ctx.path)) nothingHere()
  await next()
}

function nothingHere(): never {
  throw new ApiFailure(404, { code: 'not_found', says: 'There is nothing at this address.' })
}
