import type { Context, Next } from 'koa'
import { isLoopback } from '../../../src/http/require-login.ts'
import { ApiFailure } from './api-failure.ts'

type Middleware = (ctx: Context, next: Next) => Promise<void>

/** A request that changes nothing. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * Passes changes only from the console's own page: browsers send `Origin` with them, and a page elsewhere cannot forge
 * it. Without CONSOLE_URL the console listens on loopback, and requests must name a loopback host too: a web page
 * elsewhere could rebind its own name to 127.0.0.1.
 */
export function requireOwnOrigin(consoleUrl: string | undefined): Middleware {
  const own = consoleUrl === undefined ? undefined : new URL(consoleUrl).origin
  return async function fromOwnOrigin(ctx, next) {
    if (own === undefined && !isLoopback(ctx.hostname)) throw new ApiFailure(421, { code: 'other_host' })
    if (!isSafe(ctx.method) && ctx.get('Origin') !== (own ?? `http://${ctx.get('Host')}`))
      throw new ApiFailure(403, {
        code: 'other_origin',
        values: { at: own === undefined ? '' : ` at ${own}` },
      })
    await next()
  }
}
