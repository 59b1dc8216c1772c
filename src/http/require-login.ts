import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context, Next } from 'koa'
import { isSameSecret } from '../facebook/signature.ts'
import { createAddressOf } from './client-address.ts'
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

export interface LoginOptions {
  readonly addressOf?: ((req: IncomingMessage) => string) | undefined
  /** The connection carried the right password. */
  readonly onLogin?: ((socket: Socket) => void) | undefined
  readonly now?: () => number
  /** How long a guess waits for its refusal, once there were too many. */
  readonly guessMs?: number
}

/**
 * Passes requests with the right user and password (HTTP Basic), always. Others get 401. After ten wrong passwords for
 * a user from an address in a minute, further wrong ones get 429, and only after a second. The connections of a
 * server are bounded, so guesses are as well. Without a login the server listens on loopback, and requests must name a
 * loopback host too. Otherwise a web page elsewhere could rebind its own name to 127.0.0.1.
 */
export function requireLogin(
  login: Login | undefined,
  { addressOf = createAddressOf([]), onLogin, now = Date.now, guessMs = 1_000 }: LoginOptions = {},
): Middleware {
  if (login === undefined) return requireLoopbackName
  const brake = createLoginBrake(now)
  return async function basicAuth(ctx, next) {
    const given = decodeBasic(ctx.get('Authorization'))
    if (given !== undefined && isRight(given, login)) {
      onLogin?.(ctx.req.socket)
      return await next()
    }
    const waitSeconds =
      given === undefined ? 0 : brake.failed({ address: addressOf(ctx.req), user: given.user })
    if (waitSeconds > 0) {
      await pause(guessMs)
      ctx.status = 429
      ctx.set('Retry-After', String(waitSeconds))
      ctx.body = 'Too many wrong passwords for this user from this address. The right one is accepted.'
      return
    }
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
