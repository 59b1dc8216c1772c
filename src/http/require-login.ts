import { isIP } from 'node:net'
import type { Context, Next } from 'koa'
import { isSameSecret } from '../facebook/signature.ts'
import { createLoginBrake } from './login-brake.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

type Middleware = (ctx: Context, next: Next) => Promise<void>

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/**
 * Passes requests with the right user and password (HTTP Basic). Others get 401, or 429 from an address that failed too
 * often. Without a login the server listens on loopback, and requests must name a loopback host too. Otherwise a web
 * page elsewhere could rebind its own name to 127.0.0.1.
 */
export function requireLogin(login: Login | undefined, now: () => number = Date.now): Middleware {
  if (login === undefined) return requireLoopbackName
  const brake = createLoginBrake(now)
  return async function basicAuth(ctx, next) {
    const address = ctx.req.socket.remoteAddress ?? ''
    const waitSeconds = brake.secondsToWait(address)
    if (waitSeconds > 0) {
      ctx.status = 429
      ctx.set('Retry-After', String(waitSeconds))
      ctx.body = `Too many wrong passwords from this address: try again in ${waitSeconds} s`
      return
    }
    const given = decodeBasic(ctx.get('Authorization'))
    if (given !== undefined && isRight(given, login)) return await next()
    if (given !== undefined) brake.failed(address)
    ctx.status = 401
    ctx.set('WWW-Authenticate', 'Basic realm="Pagebeat", charset="UTF-8"')
    ctx.body = 'User or password is wrong'
  }
}

async function requireLoopbackName(ctx: Context, next: Next): Promise<void> {
  if (isLoopback(ctx.hostname)) return await next()
  ctx.status = 421
  ctx.body =
    'No password is set, so open this page as http://localhost or http://127.0.0.1, or set BOARD_PASSWORD'
}

function decodeBasic(header: string): Login | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Compares both, so that the time does not tell which one is wrong. */
function isRight(given: Login, login: Login): boolean {
  const isUser = isSameSecret(given.user, login.user)
  const isPassword = isSameSecret(given.password, login.password)
  return isUser && isPassword
}
