import { isIP } from 'node:net'
import type { Context, Next } from 'koa'
import { isSameSecret } from '../../src/facebook/signature.ts'
import { createBrake } from './brake.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

type Middleware = (ctx: Context, next: Next) => Promise<void>

/** True for the names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/**
 * Lets a request through with the right user and password (HTTP Basic), else answers 401, and 429 to an address that failed
 * too often. Without a login the board listens on loopback, and then the request must also be *for* loopback: a page from
 * elsewhere whose name was rebound to 127.0.0.1 is not.
 */
export function requireLogin(login: Login | undefined, now: () => number = Date.now): Middleware {
  if (login === undefined) return requireLocalName
  const brake = createBrake(now)
  return async function basicAuth(ctx, next) {
    const address = ctx.req.socket.remoteAddress ?? ''
    const waitSeconds = brake.secondsToWait(address)
    if (waitSeconds > 0) {
      ctx.status = 429
      ctx.set('Retry-After', String(waitSeconds))
      ctx.body = 'Too many wrong passwords: wait a little'
      return
    }
    const given = decodeBasic(ctx.get('Authorization'))
    if (given !== undefined && isRight(given, login)) return await next()
    if (given !== undefined) brake.failed(address)
    ctx.status = 401
    ctx.set('WWW-Authenticate', 'Basic realm="Pagebeat", charset="UTF-8"')
    ctx.body = 'Unauthorized'
  }
}

async function requireLocalName(ctx: Context, next: Next): Promise<void> {
  if (isLoopback(ctx.hostname)) return await next()
  ctx.status = 421
  ctx.body = 'Without BOARD_PASSWORD the board answers only as localhost or 127.0.0.1'
}

function decodeBasic(header: string): Login | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function isRight(given: Login, login: Login): boolean {
  const isUser = isSameSecret(given.user, login.user)
  const isPassword = isSameSecret(given.password, login.password)
  return isUser && isPassword
}

/**
 * Changes are refused unless the board is writable, comes from the board's own page, and is one of those that lose nothing. Bull Board can
 * also empty queues, overwrite a job's data (with what we redacted) and add jobs: never from here.
 */
export function requireHarmless({ writable }: { writable: boolean }): Middleware {
  return async function harmless(ctx, next) {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return await next()
    if (!writable) return refuse(ctx, 405, 'The board only shows: BOARD_WRITABLE=1 lets it change')
    if (!isOwnOrigin(ctx)) return refuse(ctx, 403, 'Not from the page of the board')
    const allowed = ctx.method === 'PUT' && harmlessChanges.some((path) => path.test(ctx.path))
    if (!allowed) return refuse(ctx, 403, 'The board does not do this: it could lose deliveries')
    await next()
  }
}

const harmlessChanges = [
  /^\/queues\/api\/queues\/(?:pause|resume)$/,
  /^\/queues\/api\/queues\/[^/]+\/(?:pause|resume|promote)$/,
  /^\/queues\/api\/queues\/[^/]+\/retry\/failed$/,
  /^\/queues\/api\/queues\/[^/]+\/clean\/(?:completed|failed)$/,
  /^\/queues\/api\/queues\/[^/]+\/[^/]+\/(?:retry|promote|clean)$/,
]

/** Browsers send `Origin` with every such request; a page elsewhere cannot forge it. */
function isOwnOrigin(ctx: Context): boolean {
  const origin = ctx.get('Origin')
  return URL.canParse(origin) && new URL(origin).host === ctx.get('Host').toLowerCase()
}

function refuse(ctx: Context, status: number, error: string): void {
  ctx.status = status
  ctx.body = { error }
}

/** Nothing is cached, framed, sniffed or fetched from elsewhere. Bull Board styles elements inline. */
export async function securityHeaders(ctx: Context, next: Next): Promise<void> {
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
  await next()
}
